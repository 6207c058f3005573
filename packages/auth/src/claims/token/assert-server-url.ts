import { AuthError } from "../../errors/auth-error.js";
import { goQuote } from "../../validation/go-quote.js";
import { parseGoUrl } from "../../validation/go-url.js";
import { isObject } from "../layout/collections.js";

/** The one content of an operator that Go's encoder itself refuses; everything else is a matter of validation. */
export function assertServerUrl(nats: unknown): void {
  const url = isObject(nats) ? nats.account_server_url : undefined;
  if (typeof url !== "string" || url === "") return;
  const parsed = parseGoUrl(url);
  if (parsed !== undefined && parsed.scheme !== "") return;
  throw new AuthError(
    "ERR_CLAIM_MALFORMED",
    parsed === undefined
      ? `error parsing account server url: ${goQuote(url)}`
      : `account server url ${goQuote(url)} requires a protocol, such as https://`,
  );
}
