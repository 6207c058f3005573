import { decodeAccount, decodeOperator } from "../claims/token/decode.js";
import { parsePublicKey } from "../keys/public-key.js";
import { goQuote } from "../validation/go-quote.js";

/** What a memory resolver holds. */
export interface MemoryResolverOptions {
  /** Token of the operator. */
  readonly operator: string;
  /** Tokens of all accounts, the system account among them. */
  readonly accounts: readonly string[];
  /**
   * Public key of the system account.
   * @default the one that the operator names
   */
  readonly systemAccount?: string | undefined;
}

/**
 * Server configuration whose accounts are in the text itself, to the byte as `nsc generate config --mem-resolver`
 * prints it. Servers take changed accounts by per-account updates, but forget them when they restart.
 *
 * @throws AuthError as `decodeOperator` and `decodeAccount`.
 * @example
 * ```ts
 * import { memoryResolverConfig } from "@kchat/auth";
 *
 * const text = memoryResolverConfig({ operator: operatorToken, accounts: [systemToken, accountToken] });
 * ```
 */
export function memoryResolverConfig(options: MemoryResolverOptions): string {
  const operator = decodeOperator(options.operator);
  const systemAccount = options.systemAccount ?? operator.nats.system_account;
  const accounts = options.accounts
    .map((token) => ({ token, claims: decodeAccount(token) }))
    .sort((a, b) => (a.claims.sub < b.claims.sub ? -1 : 1));
  return [
    `// Operator ${goQuote(operator.name ?? "")}\noperator: ${options.operator}\n\n`,
    systemAccount ? `system_account: ${parsePublicKey(systemAccount, "account")}\n\n` : "",
    "resolver: MEMORY\n\n",
    "resolver_preload: {\n",
    ...accounts.map(
      ({ token, claims }) =>
        `  // Account ${goQuote(claims.name ?? "")}\n  ${claims.sub}: ${token}\n\n`,
    ),
    "}\n",
  ].join("");
}
