import { describe, expect, it } from "vitest";
import {
  claimJson,
  createAccount,
  createCurve,
  createOperator,
  createUser,
  decodeAccount,
  encodeClaims,
  goJson,
  newUserClaims,
} from "../../src/index.js";
import { refusal } from "../refusal.js";

const account = createAccount();
const operator = createOperator();
const curve = createCurve();

const stream = (subject: string) => ({ subject, type: "stream" }) as const;

// Expectations are answers of jwt 2.8.2.
describe("texts that Go writes in its own way", () => {
  it("sorts names as Go reads them, and keeps the last of those that become one", () => {
    const value = { "\udc00<": 1, "\u{10ffff}": 2, "\ud800": 3, "\udc01": 4 };
    expect(goJson(value)).toBe('{"\ufffd":4,"\ufffd\\u003c":1,"\u{10ffff}":2}');
  });

  it("writes minus zero as a float", () => {
    expect(goJson([-0, 0])).toBe("[-0,0]");
  });

  it("sorts exports only where it encodes", () => {
    const claims = {
      sub: account.publicKey,
      nats: { exports: [stream("b"), stream("a")] },
    };
    expect(claimJson("account", claims)).toContain(
      '[{"subject":"b","type":"stream"},{"subject":"a","type":"stream"}]',
    );
    const token = encodeClaims("account", claims, operator);
    expect(decodeAccount(token).nats.exports).toEqual([stream("a"), stream("b")]);
  });

  it.each([-1, 101])("can't write latency that is sampled at %i percent", (sampling) => {
    const nats = { exports: [{ ...stream("a"), service_latency: { sampling, results: "r" } }] };
    const claims = { sub: account.publicKey, nats };
    expect(refusal(() => encodeClaims("account", claims, operator))).toContain("sampling");
    expect(refusal(() => claimJson("account", claims))).toContain("sampling");
  });
});

describe("the fault that encoding reports", () => {
  const user = newUserClaims(createUser().publicKey);
  it.each([
    [
      "a user signed by a curve key",
      () => encodeClaims("user", user, curve),
      "unable to validate expected prefixes - [account]",
    ],
    [
      "an account signed by a curve key",
      () => encodeClaims("account", { sub: account.publicKey, nats: {} }, curve),
      "unable to validate expected prefixes - [account operator]",
    ],
    [
      "a free claim signed by a curve key",
      () => encodeClaims("generic", { sub: "x" }, curve),
      "nkeys: curve key is not valid for sign/verify",
    ],
    [
      "a free claim without a subject",
      () => encodeClaims("generic", { sub: "" }, account),
      "subject is not set",
    ],
    [
      "an operator with a wrong URL, signed by an account",
      () =>
        encodeClaims(
          "operator",
          { sub: operator.publicKey, nats: { account_server_url: "foo" } },
          account,
        ),
      'account server url "foo" requires a protocol',
    ],
  ])("of %s is Go's", (_, run, text) => {
    expect(refusal(run)).toContain(text);
  });
});
