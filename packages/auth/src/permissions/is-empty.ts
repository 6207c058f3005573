import type { Permission, Permissions } from "../claims/types/permissions.js";

const isSet = (grants: Permission | undefined): boolean =>
  (grants?.allow?.length ?? 0) > 0 || (grants?.deny?.length ?? 0) > 0;

/** Whether permissions say nothing, so that an account's default permissions take their place. */
export const arePermissionsEmpty = (permissions: Permissions): boolean =>
  !isSet(permissions.pub) && !isSet(permissions.sub) && !permissions.resp;
