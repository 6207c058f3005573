import { decodeOperator } from "../claims/token/decode.js";
import { AuthError } from "../errors/auth-error.js";
import { parsePublicKey } from "../keys/public-key.js";
import { goQuote } from "../validation/go-quote.js";

/** Where servers fetch accounts. */
export interface UrlResolverOptions {
  /** Token of the operator. */
  readonly operator: string;
  /** Base URL; servers append the account's public key. */
  readonly url: string;
  /**
   * Public key of the system account.
   * @default the one that the operator names
   */
  readonly systemAccount?: string | undefined;
}

/**
 * Configuration of a server that fetches accounts over HTTP.
 *
 * @throws AuthError as `decodeOperator`; `ERR_CLAIM_MALFORMED` for a URL that is not plain http(s).
 * @example
 * ```ts
 * import { urlResolverConfig } from "@kchat/auth";
 *
 * const text = urlResolverConfig({
 *   operator: operatorToken,
 *   url: "https://accounts.example.com/jwt/v1/accounts/",
 * });
 * ```
 */
export function urlResolverConfig(options: UrlResolverOptions): string {
  const operator = decodeOperator(options.operator);
  const systemAccount = options.systemAccount ?? operator.nats.system_account;
  if (!/^https?:\/\/[A-Za-z0-9\-._~:/?[\]@!$&*+,;=%]+$/.test(options.url)) {
    throw new AuthError(
      "ERR_CLAIM_MALFORMED",
      `resolver URL ${JSON.stringify(options.url)}: expected http:// or https:// without spaces, quotes and brackets`,
    );
  }
  return [
    `# Operator ${goQuote(operator.name ?? "")}\noperator: ${options.operator}\n\n`,
    systemAccount ? `system_account: ${parsePublicKey(systemAccount, "account")}\n\n` : "",
    `resolver: URL(${options.url})\n`,
  ].join("");
}
