import type { BaseClaims } from "../claims/types/base.js";
import type { Permissions } from "../claims/types/permissions.js";
import { goSubjectIssues } from "../subjects/go-subject.js";
import { parseGoUrl } from "./go-url.js";
import type { Findings } from "./issue.js";

/** Longest description and info URL in bytes (`jwt: v2/types.go` MaxInfoLength). */
const MAX_INFO_BYTES = 8192;

/** A character takes at most three bytes, and nearly every text is short. */
const isTooLong = (text: string): boolean =>
  text.length * 3 > MAX_INFO_BYTES && new TextEncoder().encode(text).length > MAX_INFO_BYTES;

/** `exp` and `nbf` against the clock (`jwt: v2/claims.go` ClaimsData.Validate). */
export const checkTimes = (claims: BaseClaims, nowSeconds: number, found: Findings): void => {
  const { exp = 0, nbf = 0 } = claims;
  if (exp > 0 && nowSeconds > exp) found.time("claim is expired", "exp");
  if (nbf > 0 && nbf > nowSeconds) found.time("claim is not yet valid", "nbf");
};

/** A subject (`jwt: v2/types.go` Subject.Validate). */
export const checkSubject = (subject: string, path: string, found: Findings): void => {
  for (const issue of goSubjectIssues(subject)) found.error(issue, path);
};

const permissionIssues = (entry: string, queue: "queue allowed" | "no queue"): string[] => {
  if (!entry.includes(" ")) return goSubjectIssues(entry);
  const parts = entry.split(" ", 3);
  if (parts.length > 2) return [`Permission Subject "${entry}" contains too many spaces`];
  const issues = parts.flatMap(goSubjectIssues);
  if (queue === "no queue") {
    issues.push(`Permission Subject "${entry}" is not allowed to contain queue`);
  }
  return issues;
};

/** `pub` and `sub` lists; `resp` has no rule (`jwt: v2/types.go` Permissions.Validate). */
export const checkPermissions = (permissions: Permissions, path: string, found: Findings): void => {
  for (const [direction, queue] of [
    ["sub", "queue allowed"],
    ["pub", "no queue"],
  ] as const) {
    for (const list of ["allow", "deny"] as const) {
      for (const [index, entry] of (permissions[direction]?.[list] ?? []).entries()) {
        for (const issue of permissionIssues(entry, queue)) {
          found.error(issue, `${path}.${direction}.${list}[${index}]`);
        }
      }
    }
  }
};

/** Description and info URL of an account or an export (`jwt: v2/types.go` Info.Validate). */
export const checkInfo = (
  info: { readonly description?: string | undefined; readonly info_url?: string | undefined },
  path: string,
  found: Findings,
): void => {
  const { description = "", info_url = "" } = info;
  if (isTooLong(description)) {
    found.error("Description is too long", `${path}.description`);
  }
  if (info_url === "") return;
  if (isTooLong(info_url)) {
    found.error("Info URL is too long", `${path}.info_url`);
  }
  const url = parseGoUrl(info_url);
  if (!url) {
    found.error(
      `error parsing info url: parse ${JSON.stringify(info_url.slice(0, 200))}: not a URL`,
      `${path}.info_url`,
    );
  } else if (url.hostname === "" || url.scheme === "") {
    found.error("error parsing info url: no hostname or scheme", `${path}.info_url`);
  }
};
