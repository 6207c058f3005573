import { describe, expect, it } from "vitest";
import {
  type AccountClaims,
  createAccount,
  createOperator,
  createUser,
  decodeAccount,
  decorateJwt,
  encodeClaims,
  explain,
  isBlocking,
  loadClaims,
  newAccountClaims,
  validateClaims,
} from "../../src/index.js";
import { codeOf } from "../code-of.js";

const operator = createOperator();
const account = createAccount();
const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
const accountOf = (nats: Partial<AccountClaims["nats"]>): AccountClaims => {
  const claims = newAccountClaims(account.publicKey, { name: "HUB" });
  return { ...claims, nats: { ...claims.nats, ...nats } };
};

/** Of what an import must have, and no more. */
const imports = (count: number) =>
  many(count, (i) => ({ subject: `${i}`, account: account.publicKey, type: "stream" as const }));

/** Accounts as large as a token may be, or as anybody might want one. */
const large: readonly [string, Partial<AccountClaims["nats"]>][] = [
  [
    "10,000 exports",
    {
      exports: many(10_000, (i) => ({
        name: `s${i}`,
        subject: `shop.${i}.*`,
        type: "service",
        token_req: true,
      })),
    },
  ],
  ["7,500 imports", { imports: imports(7_500) }],
  [
    "10,000 revocations",
    { revocations: Object.fromEntries(many(10_000, (i) => [createUserLike(i), 1_795_218_342])) },
  ],
  [
    "10,000 mappings",
    { mappings: Object.fromEntries(many(10_000, (i) => [`old.${i}`, [{ subject: `new.${i}` }]])) },
  ],
  [
    "50,000 default permissions",
    { default_permissions: { sub: { allow: many(50_000, (i) => `${i}.a`) } } },
  ],
];

/** Text of a key's length: making ten thousand real ones would take longer than the test. */
function createUserLike(index: number): string {
  return `U${String(index).padStart(55, "A")}`;
}

describe("an account of", () => {
  it.each(large)("%s is issued, decoded and validated", (_, nats) => {
    const token = encodeClaims("account", accountOf(nats), operator);
    expect(token.length).toBeLessThan(1 << 20);
    const { issues } = validateClaims("account", decodeAccount(token), { disable: "off" });
    expect(isBlocking(issues)).toBe(false);
  });

  it("10,000 imports is more than a token holds, but validated", () => {
    const claims = accountOf({ imports: imports(10_000) });
    expect(isBlocking(validateClaims("account", claims, { disable: "off" }).issues)).toBe(false);
    expect(codeOf(() => decodeAccount(encodeClaims("account", claims, operator)))).toBe(
      "ERR_TOKEN_TOO_LARGE",
    );
  });
});

describe("a claim of more values than any token of use has", () => {
  // A million pairs of brackets, a megabyte of commas.
  const tooMany = many(70_000, () => "");
  const claims = accountOf({ default_permissions: { pub: { allow: tooMany } } });

  it("is refused wherever it comes in", () => {
    const token = encodeClaims("account", claims, operator);
    expect(codeOf(() => decodeAccount(token))).toBe("ERR_TOO_MANY_VALUES");
    expect(codeOf(() => decodeAccount(token, { mode: "go" }))).toBe("ERR_TOO_MANY_VALUES");
    expect(codeOf(() => decorateJwt(token))).toBe("ERR_TOO_MANY_VALUES");
    expect(codeOf(() => loadClaims("account", claims))).toBe("ERR_TOO_MANY_VALUES");
    expect(codeOf(() => validateClaims("account", claims))).toBe("ERR_TOO_MANY_VALUES");
    const decoding = explain(token).steps.find(({ check }) => check === "decode");
    expect(decoding?.says).toContain("more than 65536 values");
  });

  it("is refused for different names too, at any depth", () => {
    const mapped = (count: number) =>
      accountOf({
        mappings: Object.fromEntries(many(count, (i) => [`m.${i}`, [{ subject: "a" }]])),
      });
    const token = (count: number) => encodeClaims("account", mapped(count), operator);
    expect(codeOf(() => decodeAccount(token(16_000)))).toBe("accepted");
    expect(codeOf(() => decodeAccount(token(16_500)))).toBe("ERR_TOO_MANY_VALUES");
    expect(codeOf(() => validateClaims("account", mapped(16_000)))).toBe("accepted");
    expect(codeOf(() => validateClaims("account", mapped(16_500)))).toBe("ERR_TOO_MANY_VALUES");
  });

  it("is refused by its length before anything looks at the members", () => {
    let looks = 0;
    const list = new Proxy(tooMany, {
      get: (target, name, receiver) => {
        if (name !== "length") looks += 1;
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
    const sub = createUser().publicKey;
    const load = () => loadClaims("user", { sub, nats: { pub: { allow: list } } });
    expect(codeOf(load)).toBe("ERR_TOO_MANY_VALUES");
    expect(looks).toBe(0);
  });

  it("is refused when it nests without end", () => {
    const cycle: Record<string, unknown> = {};
    cycle.nats = cycle;
    expect(codeOf(() => loadClaims("generic", cycle))).toBe("ERR_CLAIM_MALFORMED");
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown;
    expect(codeOf(() => loadClaims("generic", { nats: { deep } }))).toBe("ERR_CLAIM_MALFORMED");
  });
});
