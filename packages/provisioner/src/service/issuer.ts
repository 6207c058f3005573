import {
  type AccountClaims,
  decodeAccount,
  decodeUser,
  issueUserAsync,
  type UserScope,
} from "@kchat/auth";
import { ProvisionerError } from "../errors.js";
import { boundedOption } from "./checked-option.js";
import type { ServeProvisionerOptions } from "./options.js";

/** Signed credentials, without the key that they are for. */
export interface Issued {
  readonly jwt: string;
  readonly jti: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Signs user JWTs of one account. */
export interface Issuer {
  /** Public key of the account. */
  readonly account: string;
  /** Public key of the signing key. */
  readonly publicKey: string;
  /** Role of its scope. */
  readonly scope: string | undefined;
  issue(name: string, publicKey: string): Promise<Issued>;
}

type IssuerOptions = Pick<
  ServeProvisionerOptions,
  "account" | "signer" | "unsafeUnscopedSigner" | "lifetimeSeconds" | "now" | "random"
>;

/** Verifies that the signing key may sign for the account, and makes an issuer of both. */
export function createIssuer(options: IssuerOptions): Issuer {
  const { signer, unsafeUnscopedSigner, now = Date.now, random = Math.random } = options;
  const { lifetimeSeconds = 28_800 } = options;
  boundedOption("lifetimeSeconds", lifetimeSeconds, 60, 86_400);
  const account = readAccount(options.account, now());
  const { publicKey } = signer;
  const scope = findScope(account, publicKey);
  if (scope === undefined && unsafeUnscopedSigner === undefined) {
    throw new ProvisionerError(
      "ERR_SIGNER_UNSCOPED",
      `${publicKey} has no scope in account ${account.sub}: whoever gets hold of it can grant anything. ` +
        "Add it to the account as a scoped signing key, or pass unsafeUnscopedSigner with permissions",
    );
  }
  return {
    account: account.sub,
    publicKey,
    scope: scope?.role,
    async issue(name, userKey) {
      const nowSeconds = Math.floor(now() / 1000);
      const expires = nowSeconds + Math.ceil(lifetimeSeconds * (1 - random() / 10));
      const exp = account.exp ? Math.min(expires, account.exp) : expires;
      if (exp <= nowSeconds) {
        throw new ProvisionerError("ERR_ACCOUNT_INVALID", `account ${account.sub} has expired`);
      }
      const jwt = await issueUserAsync(signer, {
        user: userKey,
        account: account.sub,
        name,
        grant: scope === undefined ? unsafeUnscopedSigner?.permissions : "scope",
        expiresInSeconds: exp - nowSeconds,
        now: nowSeconds,
      });
      const { jti = "" } = decodeUser(jwt);
      return { jwt, jti, expiresAt: new Date(exp * 1000).toISOString() };
    },
  };
}

function readAccount(jwt: string, nowMs: number): AccountClaims {
  let account: AccountClaims;
  try {
    account = decodeAccount(jwt.trim());
  } catch (cause) {
    const message = "not a valid account JWT; pass the text of KUBECON.jwt, not of a creds file";
    throw new ProvisionerError("ERR_ACCOUNT_INVALID", message, { cause });
  }
  if (account.exp && account.exp * 1000 <= nowMs) {
    const at = new Date(account.exp * 1000).toISOString();
    throw new ProvisionerError("ERR_ACCOUNT_INVALID", `account ${account.sub} expired at ${at}`);
  }
  return account;
}

/** Finds the scope that binds a signing key; undefined is a key of the account that nothing binds. */
function findScope(account: AccountClaims, publicKey: string): UserScope | undefined {
  if (publicKey === account.sub) return undefined;
  for (const key of account.nats.signing_keys ?? []) {
    if (key === publicKey) return undefined;
    if (typeof key === "object" && key.key === publicKey) return key;
  }
  throw new ProvisionerError(
    "ERR_SIGNER_FOREIGN",
    `${publicKey} is no signing key of account ${account.sub}: servers would refuse every user it signs`,
  );
}
