import { describe, expect, it } from "vitest";
import {
  type AccountNats,
  type ClaimKind,
  createAccount,
  createOperator,
  createServer,
  createUser,
  newAccountClaims,
  newOperatorClaims,
  newUserClaims,
  type StrictRuleId,
  type UserNats,
  type ValidateOptions,
  validateClaims,
} from "../../src/index.js";

const operatorKey = createOperator().getPublicKey();
const accountKey = createAccount().getPublicKey();
const otherKey = createAccount().getPublicKey();
const signing = createAccount().getPublicKey();
const userKey = createUser().getPublicKey();
const NOW = 1_800_000_000;

const user = (nats: Partial<UserNats> = {}, more: object = {}) => {
  const base = newUserClaims(userKey);
  return { ...base, ...more, nats: { ...base.nats, ...nats } };
};
const account = (nats: Partial<AccountNats> = {}, more: object = {}) => {
  const base = newAccountClaims(accountKey);
  const limits = { ...base.nats.limits, ...nats.limits };
  return { ...base, ...more, nats: { ...base.nats, ...nats, limits } };
};
const operator = (nats: object = {}) => {
  const base = newOperatorClaims(operatorKey);
  return { ...base, nats: { ...base.nats, ...nats } };
};
const scope = (template: object) =>
  account({ signing_keys: [{ kind: "user_scope", key: signing, role: "", template }] });
const streams = (...subjects: string[]) =>
  account({ exports: subjects.map((subject) => ({ subject, type: "stream" as const })) });

type Target = readonly [kind: ClaimKind, claims: unknown, options?: ValidateOptions];

const dms = scope({ sub: { allow: ["dms.{{name()}}"] } });
const scopedUser = (name: string) =>
  user({ subs: 0, data: 0, payload: 0, issuer_account: accountKey }, { iss: signing, name });
const longList = Array.from({ length: 60 }, (_, i) => `some.longer.subject.of.user.${i}.>`);
const forged = ["A", "A", "A"].map((part) => part.repeat(10)).join(".");

/** For each rule claims that break it, beside ones that come close and do not. */
const cases: readonly (readonly [StrictRuleId, bad: readonly Target[], good: readonly Target[]])[] =
  [
    ["token-spelling", [["user", user(), { token: forged }]], [["user", user()]]],
    [
      "canonical-key",
      [
        ["user", user({}, { sub: `${userKey}\n` })],
        ["user", user({}, { iss: `${accountKey}A` })],
        ["account", account({ revocations: { [`${userKey}A`]: 1 } })],
        ["account", account({ signing_keys: [`${signing}\n`] })],
        ["operator", operator({ system_account: `${accountKey}\r` })],
      ],
      [
        ["user", user({}, { iss: accountKey })],
        ["account", account({ revocations: { [userKey]: 1, "*": 1 } })],
      ],
    ],
    [
      "key-kind",
      [
        ["user", user({}, { sub: accountKey })],
        ["account", account({ revocations: { nobody: 1 } })],
        ["account", account({ imports: [{ subject: "a", type: "stream", account: userKey }] })],
        [
          "account",
          account({ exports: [{ subject: "a", type: "stream", revocations: { [userKey]: 1 } }] }),
        ],
        ["authorization_request", { iss: userKey, sub: accountKey, nats: { user_nkey: userKey } }],
      ],
      [
        [
          "account",
          account({ exports: [{ subject: "a", type: "stream", revocations: { "*": 1 } }] }),
        ],
        [
          "authorization_request",
          { iss: createServer().getPublicKey(), sub: accountKey, nats: { user_nkey: userKey } },
        ],
      ],
    ],
    [
      "subject-characters",
      [
        ["user", user({ pub: { allow: ["a\tb"] } })],
        ["user", user({ sub: { deny: ["a\u00a0q"] } })],
        ["account", streams("a\u0000")],
        ["account", account({ mappings: { "a\nb": [] } })],
      ],
      [["user", user({ sub: { allow: ["a q"] } })]],
    ],
    [
      "subject-wildcards",
      [
        ["user", user({ pub: { allow: ["a.b*"] } })],
        ["user", user({ pub: { allow: ["a.>.b"] } })],
        ["activation", { sub: accountKey, nats: { subject: "a>", kind: "stream" } }],
      ],
      [["user", user({ pub: { allow: ["a.*.>"] } })]],
    ],
    [
      "template",
      [
        ["account", scope({ pub: { allow: ["a..b"] } })],
        ["account", scope({ pub: { allow: ["a.{{nome()}}"] } })],
        ["account", scope({ pub: { allow: ["a q"] } })],
        ["account", scope({ sub: { allow: ["a.{{tag(ROOM)}}"] } })],
        ["account", scope({ src: ["10.0.0.1"] })],
        ["account", scope({ times: [{ start: "8", end: "9" }] })],
      ],
      [
        ["account", scope({ pub: { allow: ["a.{{ name() }}"] }, sub: { allow: ["a q"] } })],
        ["account", scope({ src: ["10.0.0.0/8"] })],
        ["account", account({ signing_keys: [signing] })],
      ],
    ],
    [
      "template-queue",
      [["account", scope({ sub: { allow: ["work q", "a.{{name()}}"] } })]],
      [["account", scope({ sub: { allow: ["work q"], deny: ["a.{{ name() }}"] } })]],
    ],
    [
      "open-tail",
      [
        ["user", user({ sub: { allow: ["a.*"] } })],
        ["user", user({ sub: { allow: ["* q"] } })],
        ["account", scope({ sub: { allow: ["a.{{name()}}.*"] } })],
        ["account", account({ default_permissions: { sub: { allow: ["a.*"] } } })],
      ],
      [
        ["user", user({ sub: { allow: ["a.*"], deny: ["a.*.>"] } })],
        ["user", user({ sub: { allow: ["a.*", "a.>"] } })],
        ["user", user({ pub: { allow: ["a.*"] } })],
      ],
    ],
    [
      "connection-type",
      [
        ["user", user({ allowed_connection_types: ["STANDARD", "PIGEON"] })],
        ["account", scope({ allowed_connection_types: ["WS"] })],
      ],
      [["user", user({ allowed_connection_types: ["standard", "MQTT_WS"] })]],
    ],
    [
      "response-limits",
      [
        ["user", user({ resp: { max: 0, ttl: 0 } })],
        ["user", user({ resp: { max: -1, ttl: 1 } })],
        ["account", account({ default_permissions: { resp: { max: 1, ttl: -1 } } })],
        ["account", scope({ resp: { max: 0, ttl: 5 } })],
      ],
      [["user", user({ resp: { max: 1, ttl: 1 } })]],
    ],
    [
      "token-size",
      [["user", user({ pub: { allow: longList } })]],
      [["user", user({ pub: { allow: ["a"] } })]],
    ],
    [
      "mapping-arity",
      [
        ["account", account({ mappings: { "a.*": [{ subject: "b.$2" }] } })],
        ["account", account({ mappings: { "a.*": [{ subject: "b.{{wildcard(2)}}" }] } })],
        ["account", account({ mappings: { "a.*": [{ subject: "b.{{partition(9,1,2)}}" }] } })],
        ["account", account({ mappings: { a: [{ subject: "b.$1" }] } })],
      ],
      [
        ["account", account({ mappings: { "a.*.*": [{ subject: "$2.{{wildcard(1)}}" }] } })],
        ["account", account({ mappings: { a: [{ subject: "b.$x.{{random(3)}}" }] } })],
      ],
    ],
    [
      "no-connections",
      [
        ["account", { ...account(), nats: {} }],
        ["account", account({ limits: { conn: 0 } })],
        ["account", account({ limits: { subs: 0 } })],
        ["user", user({ subs: 0 })],
        ["user", scopedUser("bob"), { account: account({ signing_keys: [signing] }) }],
      ],
      [
        ["account", account({ limits: { conn: 1 } })],
        ["user", scopedUser("bob")],
        ["user", scopedUser("bob"), { account: dms }],
      ],
    ],
    [
      "wildcards-unlimited",
      [["account", account({ limits: { wildcards: false } })]],
      [["account", account({ limits: { wildcards: false, exports: 5 } })]],
    ],
    [
      "bearer-without-expiry",
      [["user", user({ bearer_token: true })]],
      [["user", user({ bearer_token: true }, { exp: NOW + 60 })]],
    ],
    [
      "bearer-disallowed",
      [
        [
          "user",
          user({ bearer_token: true }),
          { account: account({ limits: { disallow_bearer: true } }) },
        ],
      ],
      [["user", user(), { account: account({ limits: { disallow_bearer: true } }) }]],
    ],
    [
      "export-overlap",
      [
        ["account", streams("a.*", "*.b")],
        [
          "account",
          account({
            exports: [
              { subject: "a.>", type: "stream" },
              { subject: "a.*", type: "service" },
            ],
          }),
        ],
      ],
      [["account", streams("a.*", "b.*")]],
    ],
    [
      "safe-name",
      [
        ["user", user({}, { name: "a\nlisten: 1" })],
        ["user", user({}, { name: "../../etc" })],
        ["account", account({}, { name: ".." })],
        ["account", account({}, { name: "a\u2028b" })],
        ["operator", { ...operator(), name: "con" }],
        ["user", user({}, { name: " bob" })],
      ],
      [["user", user({}, { name: "Zoë K., 2nd" })]],
    ],
    [
      "wildcard-name",
      [
        ["user", user({}, { name: "*" })],
        ["user", user({}, { name: "bob>" })],
        ["account", account({}, { name: "A*" })],
        ["operator", { ...operator(), name: "K>" }],
      ],
      [
        ["user", user({}, { name: "Zoë K., 2nd" })],
        [
          "activation",
          {
            sub: otherKey,
            iss: accountKey,
            name: "a.>",
            nats: { subject: "a.>", kind: "stream", version: 2 },
          },
        ],
      ],
    ],
    [
      "template-value",
      [
        ["user", scopedUser("*"), { account: dms }],
        ["user", scopedUser("a.>"), { account: dms }],
        ["user", scopedUser("bob"), { account: scope({ pub: { deny: ["a.{{tag(x)}}"] } }) }],
      ],
      [
        ["user", scopedUser("bob"), { account: dms }],
        ["user", scopedUser("*"), { account: scope({ sub: { allow: ["dms.{{subject()}}"] } }) }],
      ],
    ],
    [
      "foreign-signer",
      [["account", account({}, { iss: otherKey })]],
      [
        ["account", account({}, { iss: operatorKey })],
        ["account", account({}, { iss: accountKey })],
      ],
    ],
    [
      "system-jetstream",
      [
        [
          "account",
          account({ limits: { disk_storage: -1 } }, { iss: operatorKey }),
          { operator: operator({ system_account: accountKey }) },
        ],
      ],
      [
        [
          "account",
          account({}, { iss: operatorKey }),
          { operator: operator({ system_account: accountKey }) },
        ],
      ],
    ],
    [
      "never-valid",
      [
        ["user", user({}, { nbf: NOW + 60, exp: NOW })],
        ["user", user({}, { nbf: NOW, exp: NOW })],
        ["account", account({}, { nbf: NOW + 60, exp: NOW })],
        ["operator", { ...operator(), nbf: NOW + 60, exp: NOW }],
      ],
      [
        ["user", user({}, { nbf: NOW - 1, exp: NOW })],
        ["user", user({}, { nbf: NOW + 60 })],
        ["user", user({}, { nbf: NOW + 60, exp: 0 })],
        ["user", user({}, { exp: NOW - 1 })],
      ],
    ],
    [
      "issued-at",
      [
        ["user", user({}, { iat: NOW + 3_600 })],
        ["user", user({}, { iat: NOW }), { lastIssuedAt: NOW }],
      ],
      [["user", user({}, { iat: NOW }), { lastIssuedAt: NOW - 1 }]],
    ],
    [
      "untrusted-issuer",
      [
        [
          "account",
          account({}, { iss: createOperator().getPublicKey() }),
          { operator: operator() },
        ],
        ["user", user({}, { iss: otherKey }), { account: account() }],
        ["user", user({}, { iss: signing }), { account: account({ signing_keys: [signing] }) }],
      ],
      [
        ["account", account({}, { iss: operatorKey }), { operator: operator() }],
        ["user", user({}, { iss: accountKey }), { account: account() }],
        [
          "user",
          user({ issuer_account: accountKey }, { iss: signing }),
          { account: account({ signing_keys: [signing] }) },
        ],
      ],
    ],
    [
      "strict-signing",
      [
        [
          "account",
          account({}, { iss: operatorKey }),
          { operator: operator({ strict_signing_key_usage: true }) },
        ],
        [
          "user",
          user({}, { iss: accountKey }),
          {
            account: account({}, { iss: operatorKey }),
            operator: operator({ strict_signing_key_usage: true }),
          },
        ],
      ],
      [["account", account({}, { iss: operatorKey }), { operator: operator() }]],
    ],
  ];

const found = ([kind, claims, options = {}]: Target, disable: ValidateOptions["disable"] = []) =>
  validateClaims(kind, claims, { now: NOW, ...options, disable }).strict.map((issue) => issue.rule);

describe("the stricter profile", () => {
  describe.each(cases)("%s", (rule, bad, good) => {
    it.each(bad.map((target, index) => [index, target] as const))("reports %i", (_, target) => {
      expect(found(target)).toContain(rule);
      expect(found(target, [rule])).not.toContain(rule);
      expect(found(target, "off")).toEqual([]);
    });
    it.each(good.map((target, index) => [index, target] as const))("ignores %i", (_, target) => {
      expect(found(target)).not.toContain(rule);
    });
  });

  it("finds nothing wrong with what the constructors make", () => {
    const signed = account({}, { name: "KUBECON", iss: operatorKey });
    const context = { operator: operator(), account: signed };
    const issued = user({}, { name: "walid", iss: accountKey, iat: NOW });
    expect(found(["operator", { ...operator(), name: "CNCF" }])).toEqual([]);
    expect(found(["account", signed, context])).toEqual([]);
    expect(found(["user", issued, context])).toEqual([]);
  });

  it("warns of wildcards in a name, and refuses what is never valid", () => {
    const { issues, strict } = validateClaims(
      "user",
      user({}, { name: "*", nbf: NOW + 1, exp: NOW + 1 }),
      { now: NOW },
    );
    expect(issues.some(({ blocking }) => blocking)).toBe(false);
    expect(strict.map(({ rule, level, blocking }) => [rule, level, blocking])).toEqual([
      ["wildcard-name", "warning", false],
      ["never-valid", "error", true],
    ]);
  });

  it("says where the trouble is", () => {
    const { strict } = validateClaims("account", scope({ pub: { allow: ["a..b"] } }), { now: NOW });
    expect(strict.map(({ path }) => path)).toEqual(["nats.signing_keys[0].template.pub.allow"]);
  });
});
