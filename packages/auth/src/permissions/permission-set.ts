/** Subjects of one direction as tokens hold them; in `sub`, an entry may be `subject queue`. */
export interface SubjectGrants {
  readonly allow?: readonly string[] | null | undefined;
  readonly deny?: readonly string[] | null | undefined;
}

/** How often and how long a user may answer a request on its reply subject. */
export interface ResponseGrant {
  /** Replies per request; 0 means 1, a negative number means any. */
  readonly max: number;
  /** Nanoseconds after the request; 0 means two minutes, a negative number means any. */
  readonly ttl: number;
}

/** What a user, a scope template or an account's default permissions say about subjects. */
export interface PermissionSet {
  readonly pub?: SubjectGrants | null | undefined;
  readonly sub?: SubjectGrants | null | undefined;
  readonly resp?: ResponseGrant | null | undefined;
}

/** Whether a direction names any subject. */
const isSet = (grants: SubjectGrants | null | undefined): boolean =>
  (grants?.allow?.length ?? 0) > 0 || (grants?.deny?.length ?? 0) > 0;

/** Whether a set says nothing, so that an account's default permissions take its place. */
export const isEmptyPermissionSet = (set: PermissionSet): boolean =>
  !isSet(set.pub) && !isSet(set.sub) && !set.resp;
