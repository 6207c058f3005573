import type { OperatorClaims } from "../claims/types/operator.js";
import { parseGoInteger } from "./go-integer.js";
import { isGoPublicKey } from "./go-key.js";
import { goQuote } from "./go-quote.js";
import { parseGoUrl } from "./go-url.js";
import type { Findings } from "./issue.js";

const serviceSchemes = new Set(["nats", "tls", "ws", "wss"]);

const serviceUrlIssue = (text: string): string | undefined => {
  const url = parseGoUrl(text);
  if (url && !url.hasUser && url.path === "" && serviceSchemes.has(url.scheme)) return undefined;
  const quoted = `operator service url ${goQuote(text)}`;
  if (!url) return `error parsing ${quoted}: not a URL`;
  if (url.hasUser) return `${quoted} - credentials are not supported`;
  if (url.path !== "") return `${quoted} - paths are not supported`;
  return `${quoted} - protocol not supported (only 'nats', 'tls', 'ws', 'wss' only)`;
};

const accountServerIssue = (text: string): string | undefined => {
  const url = parseGoUrl(text);
  if (!url) return `error parsing account server url: parse ${goQuote(text)}: not a URL`;
  return url.scheme === "" ? `account server url ${goQuote(text)} requires a protocol` : undefined;
};

const versionIssue = (version: string): string | undefined => {
  const parts = version.split(".");
  if (parts.length !== 3) {
    return "asserted server version must be of the form <major>.<minor>.<update>";
  }
  const numbers = parts.map(parseGoInteger);
  const bad = parts.find((_, index) => numbers[index] === undefined);
  if (bad !== undefined) return `asserted server version cant parse ${bad} to int`;
  return numbers.some((number) => number !== undefined && number < 0n)
    ? `asserted server version can'b contain negative values: ${version}`
    : undefined;
};

/** The rules of an operator claim (`jwt: v2/operator_claims.go` Operator.Validate). */
export const checkOperator = (claims: OperatorClaims, found: Findings): void => {
  const operator = claims.nats;
  if (operator.account_server_url) {
    const issue = accountServerIssue(operator.account_server_url);
    if (issue) found.error(issue, "nats.account_server_url");
  }
  for (const [index, url] of (operator.operator_service_urls ?? []).entries()) {
    const issue = url === "" ? undefined : serviceUrlIssue(url);
    if (issue) found.error(issue, `nats.operator_service_urls[${index}]`);
  }
  for (const [index, key] of (operator.signing_keys ?? []).entries()) {
    if (!isGoPublicKey(key, "operator")) {
      found.error(`${key} is not an operator public key`, `nats.signing_keys[${index}]`);
    }
  }
  const { system_account: system, assert_server_version: version } = operator;
  if (system && !isGoPublicKey(system, "account")) {
    found.error(`${system} is not an account public key`, "nats.system_account");
  }
  const issue = version ? versionIssue(version) : undefined;
  if (issue) found.error(`assert server version error: ${issue}`, "nats.assert_server_version");
};
