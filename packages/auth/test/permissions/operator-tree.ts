import {
  type AccountClaims,
  type AccountNats,
  createAccount,
  createOperator,
  createUser,
  encodeClaims,
  type KeyPair,
  newAccountClaims,
  newOperatorClaims,
  newUserClaims,
  type OperatorNats,
  type UserClaims,
  type UserNats,
} from "../../src/index.js";
import { connectRaw, type RawClient } from "./raw-client.js";

/** An account with its keys. */
export interface TestAccount {
  readonly token: string;
  readonly key: KeyPair;
  readonly signing: KeyPair;
}

/** A user with what it needs to connect. */
export interface TestUser {
  readonly token: string;
  readonly key: KeyPair;
}

/** An operator whose accounts a server loads at start. */
export interface TestTree {
  readonly operator: string;
  readonly operatorKey: KeyPair;
  readonly signingKey: KeyPair;
  account(
    nats?: (keys: { key: string; signing: string }) => Partial<AccountNats>,
    options?: { signer?: KeyPair; claims?: Partial<AccountClaims>; withheld?: boolean },
  ): TestAccount;
  user(
    account: TestAccount,
    nats?: Partial<UserNats>,
    options?: { signer?: KeyPair; claims?: Partial<UserClaims>; now?: number; key?: KeyPair },
  ): TestUser;
  /** Configuration text with everything so far. */
  config(extra?: string): string;
}

export const now = (): number => Math.floor(Date.now() / 1000);

export const createTree = (nats: Partial<OperatorNats> = {}): TestTree => {
  const operatorKey = createOperator();
  const signingKey = createOperator();
  const preload: string[] = [];
  const claims = newOperatorClaims(operatorKey.getPublicKey());
  const operator = encodeClaims(
    "operator",
    { ...claims, nats: { ...claims.nats, signing_keys: [signingKey.getPublicKey()], ...nats } },
    operatorKey,
  );
  return {
    operator,
    operatorKey,
    signingKey,
    account(more = () => ({}), options = {}) {
      const key = createAccount();
      const signing = createAccount();
      const keys = { key: key.getPublicKey(), signing: signing.getPublicKey() };
      const base = newAccountClaims(keys.key);
      const own = more(keys);
      const limits = { ...base.nats.limits, ...own.limits };
      const body = { ...base.nats, signing_keys: [keys.signing], ...own, limits };
      const token = encodeClaims(
        "account",
        { ...base, ...options.claims, nats: body },
        options.signer ?? signingKey,
      );
      if (!options.withheld) preload.push(`${keys.key}: ${token}`);
      return { token, key, signing };
    },
    user(account, more = {}, options = {}) {
      const key = options.key ?? createUser();
      const base = newUserClaims(key.getPublicKey());
      const body = { ...base.nats, issuer_account: account.key.getPublicKey(), ...more };
      const token = encodeClaims(
        "user",
        { ...base, ...options.claims, nats: body },
        options.signer ?? account.signing,
        ...(options.now === undefined ? [] : [{ now: options.now }]),
      );
      return { token, key };
    },
    config: (extra = "") => `listen: "127.0.0.1:-1"
operator: ${operator}
resolver: MEMORY
resolver_preload: {
${preload.join("\n")}
}
${extra}`,
  };
};

/** Connects as a user; `signer` stands for a client that holds another seed. */
export const connectUser = (
  port: number,
  user: TestUser,
  signer: KeyPair = user.key,
): Promise<RawClient> =>
  connectRaw(port, ({ nonce = "" }) => ({
    jwt: user.token,
    sig: Buffer.from(signer.sign(new TextEncoder().encode(nonce))).toString("base64url"),
  }));
