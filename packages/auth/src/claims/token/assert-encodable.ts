import { AuthError } from "../../errors/auth-error.js";
import { parseGoUrl } from "../../validation/go-url.js";
import { isObject } from "../layout/collections.js";
import type { ClaimKind } from "../types/claims.js";

/** The few contents that Go's encoder itself refuses; everything else is a matter of validation. */
export function assertEncodable(kind: ClaimKind, nats: unknown): void {
  if (!isObject(nats)) {
    throw new AuthError("ERR_CLAIM_MALFORMED", `a claim of kind "${kind}" needs a "nats" object`);
  }
  if (kind === "operator") assertServerUrl(nats.account_server_url);
  if (kind === "account" && Array.isArray(nats.exports)) nats.exports.forEach(assertSampling);
}

function assertServerUrl(url: unknown): void {
  if (typeof url !== "string" || url === "") return;
  const parsed = parseGoUrl(url);
  if (parsed !== undefined && parsed.scheme !== "") return;
  throw new AuthError(
    "ERR_CLAIM_MALFORMED",
    parsed === undefined
      ? `error parsing account server url: ${JSON.stringify(url)}`
      : `account server url ${JSON.stringify(url)} requires a protocol, such as https://`,
  );
}

function assertSampling(exported: unknown): void {
  if (!isObject(exported) || !isObject(exported.service_latency)) return;
  const { sampling } = exported.service_latency;
  if (typeof sampling !== "number" || (sampling >= 0 && sampling <= 100)) return;
  throw new AuthError(
    "ERR_CLAIM_MALFORMED",
    `service_latency.sampling is ${sampling}; expected 1 to 100 percent, or "headers"`,
  );
}
