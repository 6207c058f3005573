import type { Int64 } from "../claims/types/base.js";
import type { Permissions, UserPermissionLimits } from "../claims/types/permissions.js";
import { type Line, limit } from "./lines.js";

/** What a user or the template of a scope may do, as lines of a description. */
export function permissionLines(permissions: UserPermissionLimits): Line[] {
  const { src, times, times_location: zone } = permissions;
  return [
    ...grantLines(permissions),
    ["subscriptions", unlessUnlimited(permissions.subs)],
    ["bytes", unlessUnlimited(permissions.data)],
    ["payload bytes", unlessUnlimited(permissions.payload)],
    ["from networks", src],
    ["at times", times?.map(({ start, end }) => `${start} to ${end}${zone ? ` ${zone}` : ""}`)],
    ["connections", permissions.allowed_connection_types],
    ["proxy", permissions.proxy_required ? "required" : undefined],
    ["bearer", permissions.bearer_token ? "yes: the token alone logs in" : undefined],
  ];
}

/** What may be published and subscribed, as lines of a description. */
export function grantLines({ pub, sub, resp }: Permissions): Line[] {
  return [
    ["publish", pub?.allow],
    ["not publish", pub?.deny],
    ["subscribe", sub?.allow],
    ["not subscribe", sub?.deny],
    ["responses", resp && `${resp.max} within ${Number(resp.ttl) / 1_000_000_000} s`],
  ];
}

/** A limit, where there is one. */
export function unlessUnlimited(value: Int64 | undefined): string | undefined {
  return value === undefined || value < 0 ? undefined : limit(value);
}
