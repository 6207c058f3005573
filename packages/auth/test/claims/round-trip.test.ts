import fc from "fast-check";
import { decode as peerDecode } from "nats-jwt";
import { describe, expect, it } from "vitest";
import {
  type AccountClaims,
  claimJson,
  createAccount,
  createOperator,
  createUser,
  decodeToken,
  encodeClaims,
  newAccountClaims,
  type UserClaims,
} from "../../src/index.js";

const operator = createOperator();
const account = createAccount();
const user = createUser();

const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const words = fc.array(word, { maxLength: 4 });
const int = fc.oneof(
  fc.integer({ min: -1, max: 1_000_000 }),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
);
const some = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arb, { nil: undefined });
const permission = fc.record({ allow: some(words), deny: some(words) });

const userClaims: fc.Arbitrary<UserClaims> = fc.record({
  sub: fc.constant(user.publicKey as string),
  name: some(word),
  aud: some(word),
  exp: some(fc.nat()),
  nats: fc.record({
    pub: some(permission),
    sub: some(permission),
    resp: some(fc.record({ max: fc.integer(), ttl: int })),
    src: some(words),
    times: some(fc.array(fc.record({ start: word, end: word }), { maxLength: 2 })),
    times_location: some(word),
    subs: some(int),
    data: some(int),
    payload: some(int),
    bearer_token: some(fc.boolean()),
    allowed_connection_types: some(words),
    tags: some(words),
  }),
});

const byKey = fc.dictionary(word, fc.nat(), { maxKeys: 4 });
const accountClaims: fc.Arbitrary<AccountClaims> = fc
  .record({
    revocations: some(byKey),
    mappings: some(
      fc.dictionary(
        word,
        fc.array(fc.record({ subject: word, weight: some(fc.nat(255)), cluster: some(word) }), {
          maxLength: 3,
        }),
        { maxKeys: 3 },
      ),
    ),
    exports: some(
      fc.array(
        fc.record({
          subject: word,
          type: fc.constantFrom("stream" as const, "service" as const),
          revocations: some(byKey),
          account_token_position: some(fc.nat(5)),
          service_latency: some(
            fc.record({
              sampling: fc.oneof(fc.constant("headers" as const), fc.integer({ min: 1, max: 100 })),
              results: word,
            }),
          ),
        }),
        { maxLength: 4 },
      ),
    ),
    description: some(word),
    tags: some(words),
  })
  .map((nats) => newAccountClaims(account.publicKey, { nats }));

describe("a claim that is encoded and decoded", () => {
  it("is the same user", () => {
    fc.assert(
      fc.property(userClaims, (claims) => {
        const token = encodeClaims("user", claims, account, { now: 1 });
        const decoded = decodeToken(token);
        expect(again("user", decoded.claims)).toBe(token);
        expect(claimJson("user", decoded.claims as UserClaims)).toBe(payloadOf(token));
        expect(decodeToken(token, { mode: "go" })).toEqual(decoded);
      }),
      { numRuns: 300 },
    );
  });

  it("is the same account", () => {
    fc.assert(
      fc.property(accountClaims, (claims) => {
        const token = encodeClaims("account", claims, operator, { now: 1 });
        const decoded = decodeToken(token);
        expect(again("account", decoded.claims)).toBe(token);
        expect(claimJson("account", decoded.claims as AccountClaims)).toBe(payloadOf(token));
      }),
      { numRuns: 300 },
    );
  });

  it("is read by nats-jwt, which nobody here wrote", () => {
    fc.assert(
      fc.property(words, fc.nat(), (allow, exp) => {
        // Names stay in ASCII: nats-jwt garbles every other one.
        const ascii = allow.map((subject) => encodeURIComponent(subject));
        const claims = { sub: user.publicKey, exp, nats: { pub: { allow: ascii } } };
        const theirs = peerDecode<UserClaims["nats"]>(
          encodeClaims("user", claims, account, { now: 1 }),
        );
        expect(theirs.iss).toBe(account.publicKey);
        expect(theirs.exp ?? 0).toBe(exp);
        expect(theirs.nats.pub?.allow ?? []).toEqual(ascii);
      }),
      { numRuns: 20 },
    );
  });
});

function payloadOf(token: string): string {
  return Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
}

function again(kind: "user" | "account", claims: unknown): string {
  return encodeClaims(kind, claims as never, kind === "user" ? account : operator, { now: 1 });
}
