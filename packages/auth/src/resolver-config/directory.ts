import { decodeAccount, decodeOperator } from "../claims/token/decode.js";
import { AuthError } from "../errors/auth-error.js";
import { goQuote } from "../validation/go-quote.js";

/** What the resolvers that keep accounts in a directory have in common. */
export interface DirectoryResolverOptions {
  /** Token of the operator. */
  readonly operator: string;
  /** Token of the system account, which servers need to take accounts at all. */
  readonly systemAccount: string;
  /**
   * Directory for the accounts, relative to the server's working directory.
   * @default "./jwt"
   */
  readonly dir?: string | undefined;
  /**
   * How long a server waits for an account that it does not hold.
   * @default "1.9s"
   */
  readonly timeout?: string | undefined;
}

/** A resolver that keeps every account. */
export interface FullResolverOptions extends DirectoryResolverOptions {
  /**
   * Whether accounts may be deleted on request; their files are renamed.
   * @default false
   */
  readonly allowDelete?: boolean | undefined;
  /**
   * How often a server compares its accounts with another one.
   * @default "2m"
   */
  readonly interval?: string | undefined;
}

/** A resolver that keeps the accounts it was asked for. */
export interface CacheResolverOptions extends DirectoryResolverOptions {
  /**
   * How long an account is kept.
   * @default "1h"
   */
  readonly ttl?: string | undefined;
}

/**
 * Configuration of a server that keeps every account on disk, with the settings of `nsc generate config
 * --nats-resolver`. Push accounts with `@kchat/auth/resolver`.
 *
 * @throws AuthError as `decodeOperator` and `decodeAccount`; `ERR_CLAIM_MALFORMED` for a directory or duration that
 * would break out of the text.
 * @example
 * ```ts
 * import { fullResolverConfig } from "@kchat/auth";
 *
 * const text = fullResolverConfig({ operator: operatorToken, systemAccount: systemToken });
 * ```
 */
export function fullResolverConfig(options: FullResolverOptions): string {
  const { dir = "./jwt", timeout = "1.9s", allowDelete = false, interval = "2m" } = options;
  return directoryConfig(options, [
    "type: full",
    `dir: '${safePath(dir)}'`,
    `allow_delete: ${allowDelete}`,
    `interval: "${safeDuration(interval)}"`,
    `timeout: "${safeDuration(timeout)}"`,
  ]);
}

/**
 * Configuration of a server that keeps the accounts it was asked for, with the settings of `nsc generate config
 * --nats-resolver --cache`. Another server of the cluster has to be a full resolver.
 *
 * @throws AuthError as {@link fullResolverConfig}.
 * @example
 * ```ts
 * import { cacheResolverConfig } from "@kchat/auth";
 *
 * const text = cacheResolverConfig({ operator: operatorToken, systemAccount: systemToken, ttl: "30m" });
 * ```
 */
export function cacheResolverConfig(options: CacheResolverOptions): string {
  const { dir = "./jwt", timeout = "1.9s", ttl = "1h" } = options;
  return directoryConfig(options, [
    "type: cache",
    `dir: '${safePath(dir)}'`,
    `ttl: "${safeDuration(ttl)}"`,
    `timeout: "${safeDuration(timeout)}"`,
  ]);
}

function directoryConfig(options: DirectoryResolverOptions, settings: readonly string[]): string {
  const operator = decodeOperator(options.operator);
  const system = decodeAccount(options.systemAccount);
  return `# Operator ${goQuote(operator.name ?? "")}
operator: ${options.operator}

# System account ${goQuote(system.name ?? "")}
system_account: ${system.sub}

resolver {
${settings.map((setting) => `    ${setting}\n`).join("")}}

# Only the system account: all others are pushed, and what is pushed wins over this text.
resolver_preload: {
    ${system.sub}: ${options.systemAccount},
}
`;
}

function safePath(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (path !== "" && !/['\u0000-\u001f\u007f]/.test(path)) return path;
  throw new AuthError(
    "ERR_CLAIM_MALFORMED",
    `resolver directory ${JSON.stringify(path)}: expected a path without quotes and control characters`,
  );
}

function safeDuration(duration: string): string {
  if (/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(duration)) return duration;
  throw new AuthError(
    "ERR_CLAIM_MALFORMED",
    `resolver duration ${JSON.stringify(duration)}: expected one such as "1.9s", "2m" or "1h"`,
  );
}
