import { describe, expect, it } from "vitest";
import {
  type AccountClaims,
  createAccount,
  createOperator,
  createUser,
  decodeAccount,
  decodeGeneric,
  decodeOperator,
  decodeUser,
  encodeClaims,
  encodeClaimsAsync,
  newAccountClaims,
  newOperatorClaims,
  newUserClaims,
  type Signer,
  validateClaims,
} from "../../src/index.js";
import { codeOf } from "../code-of.js";
import { deepFreeze } from "../conformance/vectors.js";

const operator = createOperator();
const account = createAccount();
const user = createUser();

describe("encodeClaims", () => {
  it("issues after the last issue, even within the same second or with a clock that fell back", () => {
    const issue = (now: number, lastIssuedAt?: number) =>
      decodeAccount(
        encodeClaims("account", newAccountClaims(account.publicKey), operator, {
          now,
          lastIssuedAt,
        }),
      );
    expect(issue(1000).iat).toBe(1000);
    expect(issue(1000, 1000).iat).toBe(1001);
    expect(issue(900, 1001).iat).toBe(1002);
    expect(issue(2000, 1000).iat).toBe(2000);
    expect(issue(1000, 1000).jti).not.toBe(issue(1000).jti);
  });

  it("never changes its input", () => {
    const claims = deepFreeze(
      newAccountClaims(account.publicKey, {
        name: "A",
        nats: {
          exports: [
            { subject: "b", type: "stream" },
            { subject: "a", type: "service", service_latency: { results: "r" } },
          ],
          signing_keys: [createAccount().publicKey],
        },
      }),
    );
    const before = JSON.stringify(claims);
    encodeClaims("account", claims, operator);
    expect(JSON.stringify(claims)).toBe(before);
  });

  it("overwrites iss, iat, jti, type and version, whatever the caller put there", () => {
    const forged = {
      ...newUserClaims(user.publicKey),
      iss: operator.publicKey,
      iat: 1,
      jti: "mine",
      nats: { type: "account", version: 99 },
    };
    const decoded = decodeUser(encodeClaims("user", forged as never, account, { now: 5 }));
    expect(decoded).toMatchObject({ iss: account.publicKey, iat: 5 });
    expect(decoded.jti).toHaveLength(52);
    expect(decoded.nats).toMatchObject({ type: "user", version: 2 });
  });

  it("refuses members of a wrong type instead of writing them", () => {
    const wrong: unknown[] = [
      { subs: "all" },
      { subs: 1.5 },
      { subs: 2 ** 70 },
      { pub: ["a"] },
      { pub: { allow: "a" } },
      { pub: { allow: [1] } },
      { bearer_token: "yes" },
      { tags: { a: 1 } },
    ];
    for (const nats of wrong) {
      const claims = { sub: user.publicKey, nats } as never;
      expect(codeOf(() => encodeClaims("user", claims, account))).toBe("ERR_CLAIM_MALFORMED");
    }
    expect(codeOf(() => encodeClaims("user", { sub: user.publicKey } as never, account))).toBe(
      "ERR_CLAIM_MALFORMED",
    );
  });

  it("refuses a subject in another spelling, which would dodge its revocation", () => {
    const claims = { sub: `${user.publicKey}A`, nats: {} };
    expect(codeOf(() => encodeClaims("user", claims, account))).toBe("ERR_CLAIM_SUBJECT");
  });

  it("keeps names of any script, and repairs lone surrogates", () => {
    const name = 'Zoë "✓" 😀 <&> \u2028';
    const token = encodeClaims("user", newUserClaims(user.publicKey, { name }), account);
    expect(decodeUser(token).name).toBe(name);
    const lone = encodeClaims("user", newUserClaims(user.publicKey, { name: "\ud800x" }), account);
    expect(decodeUser(lone).name).toBe("\ufffdx");
  });

  it("writes free content that other decoders read", () => {
    const nats = { list: [1, 2n ** 60n, null], "\u2028": { b: 1, a: 2 }, text: "<>" };
    const token = encodeClaims("generic", { sub: "anything", nats }, user);
    expect(decodeGeneric(token).nats).toEqual({ ...nats, version: 2 });
  });
});

describe("encodeClaimsAsync", () => {
  const claims = newUserClaims(user.publicKey, { name: "ada" });
  const signerOf = (sign: Signer["sign"]): Signer => ({ publicKey: account.publicKey, sign });

  it("gives the same token as the key pair itself", async () => {
    const remote = signerOf(async (data) => account.sign(data));
    expect(await encodeClaimsAsync("user", claims, remote, { now: 7 })).toBe(
      encodeClaims("user", claims, account, { now: 7 }),
    );
  });

  it.each([
    ["another key", async (data: Uint8Array) => createAccount().sign(data)],
    ["other data", async (data: Uint8Array) => account.sign(data.subarray(1))],
    ["nothing", async () => new Uint8Array(0)],
    ["text", async () => "signature" as unknown as Uint8Array],
  ])("refuses the signature of a signer that signed with %s", async (_, sign) => {
    await expect(encodeClaimsAsync("user", claims, signerOf(sign))).rejects.toMatchObject({
      code: "ERR_SIGNER",
    });
  });

  it("passes on why a signer failed", async () => {
    const failure = new Error("vault is sealed");
    const remote = signerOf(() => Promise.reject(failure));
    await expect(encodeClaimsAsync("user", claims, remote)).rejects.toBe(failure);
  });
});

describe("builders", () => {
  it("give a new account limits that let people in, and nobody a JetStream", () => {
    const { nats }: AccountClaims = newAccountClaims(account.publicKey);
    expect(nats.limits).toMatchObject({ conn: -1, subs: -1, wildcards: true });
    expect(nats.limits).not.toHaveProperty("disk_storage");
  });

  it("let an undefined member keep its default", () => {
    const claims = newAccountClaims(account.publicKey, { nats: { limits: { conn: undefined } } });
    expect(claims.nats.limits?.conn).toBe(-1);
    expect(newUserClaims(user.publicKey, { nats: { subs: undefined } }).nats.subs).toBe(-1);
  });

  it("take undefined for absent where they validate", () => {
    const nats = { resp: undefined, src: undefined, subs: undefined, pub: { allow: undefined } };
    const { issues } = validateClaims("user", { ...newUserClaims(user.publicKey), nats });
    expect(issues).toEqual([]);
  });

  it("normalise tags as Go's TagList does", () => {
    const claims = newOperatorClaims(operator.publicKey, {
      nats: { tags: [" Prod ", "prod", "EU"] },
    });
    expect(decodeOperator(encodeClaims("operator", claims, operator)).nats.tags).toEqual([
      "prod",
      "eu",
    ]);
  });

  it("refuse milliseconds where seconds belong", () => {
    const inMilliseconds = { exp: Date.now() + 1000 };
    expect(codeOf(() => newUserClaims(user.publicKey, inMilliseconds))).toBe("ERR_CLAIM_MALFORMED");
    expect(codeOf(() => newUserClaims(user.publicKey, { exp: 1.5 }))).toBe("ERR_CLAIM_MALFORMED");
  });
});
