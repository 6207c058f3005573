import { describe, expect, it } from "vitest";
import {
  accountDidSign,
  createAccount,
  createOperator,
  createUser,
  newAccountClaims,
  newOperatorClaims,
  newUserClaims,
  operatorDidSign,
  validateChain,
} from "../../src/index.js";

const operatorKey = createOperator().getPublicKey();
const operatorSigning = createOperator().getPublicKey();
const accountKey = createAccount().getPublicKey();
const accountSigning = createAccount().getPublicKey();
const other = createAccount().getPublicKey();

const operator = (nats = {}) => ({
  ...newOperatorClaims(operatorKey),
  iss: operatorKey,
  nats: { signing_keys: [operatorSigning], ...nats },
});
const account = (iss = operatorSigning, nats = {}) => {
  const base = newAccountClaims(accountKey);
  return { ...base, iss, nats: { ...base.nats, signing_keys: [accountSigning], ...nats } };
};
const user = (iss = accountSigning, issuer_account: string | undefined = accountKey) => {
  const base = newUserClaims(createUser().getPublicKey());
  return { ...base, iss, nats: { ...base.nats, issuer_account } };
};
const strict = { strict_signing_key_usage: true };
const rules = (chain: Parameters<typeof validateChain>[0]) =>
  validateChain(chain).map(({ rule, path }) => `${rule} ${path}`);

describe("validateChain", () => {
  it("has nothing against signing keys all the way, strict or not", () => {
    expect(rules({ operator: operator(), account: account(), user: user() })).toEqual([]);
    expect(rules({ operator: operator(strict), account: account(), user: user() })).toEqual([]);
  });

  it("lets identity keys sign under an ordinary operator only", () => {
    const chain = { account: account(operatorKey), user: user(accountKey) };
    expect(rules({ operator: operator(), ...chain })).toEqual([]);
    expect(rules({ operator: operator(strict), ...chain })).toEqual([
      "strict-signing account.iss",
      "strict-signing user.iss",
    ]);
  });

  it("finds strangers on every level", () => {
    const stranger = createOperator().getPublicKey();
    expect(
      rules({
        operator: { ...operator(), iss: stranger },
        account: account(stranger),
        user: user(other),
      }),
    ).toEqual([
      "untrusted-issuer operator.iss",
      "untrusted-issuer account.iss",
      "untrusted-issuer user.iss",
    ]);
  });

  it("wants issuer_account with a signing key", () => {
    expect(rules({ account: account(), user: user(accountSigning, "") })).toEqual([
      "untrusted-issuer user.iss",
    ]);
    expect(accountDidSign(account(), user(accountSigning, other))).toBe(false);
  });

  it("keeps JetStream out of the system account, tiers included", () => {
    const system = operator({ system_account: accountKey });
    const tiers = { limits: { tiered_limits: { R1: { disk_storage: 1 } } } };
    expect(rules({ operator: system, account: account(operatorSigning, tiers) })).toEqual([
      "system-jetstream account.nats.limits",
    ]);
    expect(rules({ operator: operator(), account: account(operatorSigning, tiers) })).toEqual([]);
  });

  it("lets a strict operator sign itself", () => {
    expect(operatorDidSign(operator(strict), operator(strict))).toBe(true);
  });
});
