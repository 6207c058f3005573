import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AuthError,
  type ClaimKind,
  explain,
  reduceSubjects,
  type Subject,
  validateClaims,
} from "../../src/index.js";
import { withinCpuTime } from "../cpu-time.js";

const inTime = <T>(run: () => T): T => withinCpuTime(5_000, run);

const kinds: readonly ClaimKind[] = [
  "operator",
  "account",
  "user",
  "activation",
  "authorization_request",
  "authorization_response",
  "generic",
];

const accountWith = (nats: object) => ({ iss: "O", sub: "A", nats });
const words = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index));
/** All patterns of {x, *} of one length, with a last token of their own: nothing contains anything, slowly. */
const twisted = words(1 << 14, (index) =>
  [...index.toString(2).padStart(14, "0"), `e${index}`]
    .map((b) => (b === "1" ? "*" : b === "0" ? "x" : b))
    .join("."),
);

describe("validateClaims, with a megabyte of malice", () => {
  it.each([
    [
      "exports",
      accountWith({
        exports: words(20_000, (i) => `a.${i}`).map((subject) => ({ subject, type: "stream" })),
      }),
    ],
    [
      "equal exports",
      accountWith({
        exports: words(20_000, () => "a").map((subject) => ({ subject, type: "service" })),
      }),
    ],
    [
      "imports",
      accountWith({
        imports: words(15_000, (i) => `a.${i}`).map((subject) => ({
          subject,
          account: "B",
          type: "service",
        })),
      }),
    ],
    [
      "equal imports",
      accountWith({
        imports: words(15_000, () => "a").map((subject) => ({
          subject,
          account: "B",
          type: "service",
        })),
      }),
    ],
    [
      "mappings",
      accountWith({
        mappings: Object.fromEntries(
          words(16_000, (i) => `m.${i}`).map((from) => [from, [{ subject: "{{".repeat(20) }]]),
        ),
      }),
    ],
    [
      "wildcard exports",
      accountWith({
        exports: words(20_000, (i) => `*.${i}`).map((subject) => ({ subject, type: "stream" })),
      }),
    ],
    [
      "a scope of placeholders",
      accountWith({
        signing_keys: [
          {
            kind: "user_scope",
            key: "A",
            template: {
              pub: { allow: ["{{name()}}".repeat(100_000)] },
              sub: { allow: [`{{${" ".repeat(1 << 20)}x}}`] },
            },
          },
        ],
      }),
    ],
    [
      "a long subject",
      accountWith({ exports: [{ subject: "a.".repeat(1 << 19), type: "stream" }] }),
    ],
    [
      "a long scope",
      accountWith({
        signing_keys: [
          {
            kind: "user_scope",
            key: "A",
            template: {
              pub: { allow: words(30_000, (i) => `a.${i}.{{name()}}`) },
              sub: { allow: words(20_000, (i) => `b.${i}.*`) },
            },
          },
        ],
      }),
    ],
  ])("%s", (_, claims) => {
    const { issues } = inTime(() => validateClaims("account", claims, { now: 1 }));
    expect(Array.isArray(issues)).toBe(true);
  });

  it("refuses sets of wildcards that are made to take forever", () => {
    const exports = twisted.map((subject) => ({ subject, type: "stream" }));
    const validate = () => validateClaims("account", accountWith({ exports }), { disable: "off" });
    inTime(() =>
      expect(validate).toThrow(expect.objectContaining({ code: "ERR_CLAIM_MALFORMED" })),
    );
    inTime(() => expect(() => reduceSubjects(twisted as Subject[])).toThrow(AuthError));
  });

  it("takes permission lists, texts and numbers of any size", () => {
    const nats = {
      pub: { allow: words(20_000, (i) => `a.${i}.*`), deny: [" ".repeat(1 << 20)] },
      sub: { allow: words(20_000, (i) => `b.${i}.*`), deny: ["{{".repeat(1 << 19)] },
      src: ["1".repeat(1 << 20), ":".repeat(1 << 20), `::/${"0".repeat(1 << 20)}`],
      times: [{ start: "0".repeat(1 << 20), end: "1:".repeat(1 << 19) }],
      times_location: "A/".repeat(1 << 19),
      allowed_connection_types: words(20_000, (i) => `T${i}`),
      tags: ["x".repeat(1 << 20)],
    };
    inTime(() => validateClaims("user", { sub: "U", name: "/".repeat(1 << 20), nats }, { now: 1 }));
    const url = `http://${"[".repeat(1 << 20)}`;
    inTime(() =>
      validateClaims("operator", {
        sub: "O",
        nats: { account_server_url: url, assert_server_version: "9".repeat(1 << 20) },
      }),
    );
  });
});

describe("validateClaims and explain, with any input", () => {
  it("throws nothing but typed errors", () => {
    const value = fc.oneof(
      fc.json().map((text): unknown => JSON.parse(text)),
      fc.object({
        key: fc.constantFrom(
          "nats",
          "sub",
          "iss",
          "exports",
          "limits",
          "subject",
          "__proto__",
          "constructor",
          "pub",
          "allow",
        ),
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...kinds), value, (kind, nats) => {
        for (const claims of [nats, { sub: "U", nats }]) {
          try {
            validateClaims(kind, claims);
          } catch (error) {
            expect(error).toSatisfy(AuthError.isInstance);
          }
        }
      }),
      { numRuns: 700 },
    );
  });

  it("explains any token as refused", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((s) => `${s}.${s}.${s}`),
        ),
        (token) => {
          const { verdict, refusedBy } = explain(token);
          expect(verdict).toBe("refused");
          expect(refusedBy?.check).toBe("decode");
        },
      ),
    );
    inTime(() => expect(explain("a.".repeat(1 << 20)).verdict).toBe("refused"));
  });
});
