import { goSubjectIssues } from "../subjects/go-subject.js";
import { parseGoUrl } from "./go-url.js";
import type { Findings } from "./issue.js";
import type { LoadedPermissions } from "./load-permissions.js";

/** Longest description and info URL in bytes (`jwt: v2/types.go` MaxInfoLength). */
const MAX_INFO_BYTES = 8192;

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** `exp` and `nbf` against the clock (`jwt: v2/claims.go` ClaimsData.Validate). */
export const checkTimes = (
  claims: { readonly exp: number | bigint; readonly nbf: number | bigint },
  nowSeconds: number,
  found: Findings,
): void => {
  if (claims.exp > 0 && nowSeconds > claims.exp) found.time("claim is expired", "exp");
  if (claims.nbf > 0 && claims.nbf > nowSeconds) found.time("claim is not yet valid", "nbf");
};

/** A subject (`jwt: v2/types.go` Subject.Validate). */
export const checkSubject = (subject: string, path: string, found: Findings): void => {
  for (const issue of goSubjectIssues(subject)) found.error(issue, path);
};

const checkPermissionEntry = (
  entry: string,
  queue: "queue allowed" | "no queue",
  path: string,
  found: Findings,
): void => {
  const parts = entry.split(" ", 3);
  if (parts.length > 2) {
    found.error(`Permission Subject "${entry}" contains too many spaces`, path);
    return;
  }
  for (const part of parts) checkSubject(part, path, found);
  if (parts.length === 2 && queue === "no queue") {
    found.error(`Permission Subject "${entry}" is not allowed to contain queue`, path);
  }
};

/** `pub` and `sub` lists; `resp` has no rule (`jwt: v2/types.go` Permissions.Validate). */
export const checkPermissions = (
  permissions: LoadedPermissions,
  path: string,
  found: Findings,
): void => {
  for (const [direction, queue] of [
    ["sub", "queue allowed"],
    ["pub", "no queue"],
  ] as const) {
    for (const list of ["allow", "deny"] as const) {
      for (const [index, entry] of permissions[direction][list].entries()) {
        checkPermissionEntry(entry, queue, `${path}.${direction}.${list}[${index}]`, found);
      }
    }
  }
};

/** Description and info URL of an account or an export (`jwt: v2/types.go` Info.Validate). */
export const checkInfo = (
  info: { readonly description: string; readonly info_url: string },
  path: string,
  found: Findings,
): void => {
  if (byteLength(info.description) > MAX_INFO_BYTES) {
    found.error("Description is too long", `${path}.description`);
  }
  if (info.info_url === "") return;
  if (byteLength(info.info_url) > MAX_INFO_BYTES) {
    found.error("Info URL is too long", `${path}.info_url`);
  }
  const url = parseGoUrl(info.info_url);
  if (!url) {
    found.error(
      `error parsing info url: parse ${JSON.stringify(info.info_url.slice(0, 200))}: not a URL`,
      `${path}.info_url`,
    );
  } else if (url.hostname === "" || url.scheme === "") {
    found.error("error parsing info url: no hostname or scheme", `${path}.info_url`);
  }
};
