import { createAccount, createOperator, createUser, decodeUser } from "@kchat/auth";
import { describe, expect, it } from "vitest";
import { createIssuer } from "../../src/service/issuer.js";
import { accountOf, unlimited } from "../fixture.js";

const [operator, accountKey, signer] = [createOperator(), createAccount(), createAccount()];
const now = () => Date.UTC(2026, 0);
const nowSeconds = now() / 1000;

function account(exp?: number): string {
  const key = signer.getPublicKey();
  const template = unlimited({ pub: { allow: ["chat.>"] } });
  return accountOf(
    accountKey,
    operator,
    [{ kind: "user_scope", key, role: "member", template }],
    exp,
  );
}

const issuer = (options: { random?: () => number; exp?: number; now?: () => number } = {}) =>
  createIssuer({ account: account(options.exp), signer, lifetimeSeconds: 1000, now, ...options });

const issue = (options: Parameters<typeof issuer>[0]) =>
  issuer(options).issue("wally", createUser().getPublicKey());

describe("createIssuer", () => {
  it("lets credentials expire over a tenth of their lifetime, so that not all do at once", async () => {
    const longest = decodeUser((await issue({ random: () => 0 })).jwt);
    const shortest = decodeUser((await issue({ random: () => 0.999_999 })).jwt);
    expect(longest.exp).toBe(nowSeconds + 1000);
    expect(shortest.exp).toBe(nowSeconds + 901);
  });

  it("lets no credentials outlive their account", async () => {
    const { jwt, expiresAt } = await issue({ exp: nowSeconds + 10 });
    expect(decodeUser(jwt).exp).toBe(nowSeconds + 10);
    expect(expiresAt).toBe("2026-01-01T00:00:10.000Z");
  });

  it("stops issuing once the account has expired", async () => {
    let nowMs = now();
    const running = issuer({ exp: nowSeconds + 10, now: () => nowMs });
    nowMs += 10_000;
    const issued = running.issue("wally", createUser().getPublicKey());
    await expect(issued).rejects.toMatchObject({ code: "ERR_ACCOUNT_INVALID" });
  });

  it("reports what an audit log needs", async () => {
    const { jwt, jti } = await issue({});
    expect(jti).toBe(decodeUser(jwt).jti);
    expect(issuer()).toMatchObject({
      account: accountKey.getPublicKey(),
      publicKey: signer.getPublicKey(),
      scope: "member",
    });
  });
});
