import type { Int64 } from "../claims/types/base.js";
import type { UserPermissionLimits } from "../claims/types/permissions.js";
import { type Line, limit } from "./lines.js";

/** What a user or the template of a scope may do, as lines of a description. */
export function permissionLines(permissions: UserPermissionLimits): Line[] {
  const { pub, sub, resp, src, times } = permissions;
  return [
    ["publish", pub?.allow],
    ["not publish", pub?.deny],
    ["subscribe", sub?.allow],
    ["not subscribe", sub?.deny],
    ["responses", resp && `${resp.max} within ${Number(resp.ttl) / 1_000_000_000} s`],
    ["subscriptions", unlessUnlimited(permissions.subs)],
    ["payload bytes", unlessUnlimited(permissions.payload)],
    ["from networks", src],
    ["at times", times?.map(({ start, end }) => `${start} to ${end}`)],
    ["connections", permissions.allowed_connection_types],
    ["bearer", permissions.bearer_token ? "yes: the token alone logs in" : undefined],
  ];
}

function unlessUnlimited(value: Int64 | undefined): string | undefined {
  return value === undefined || value < 0 ? undefined : limit(value);
}
