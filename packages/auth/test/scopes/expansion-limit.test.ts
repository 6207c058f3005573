import { startServer } from "@kchat/nats-server";
import { expect, it } from "vitest";
import {
  assertSafeScope,
  decodeAccount,
  decodeUser,
  MAX_TEMPLATE_EXPANSIONS,
  previewScope,
  scopeUserOf,
} from "../../src/index.js";
import { withinCpuTime } from "../cpu-time.js";
import { connectUser, createTree } from "../permissions/operator-tree.js";

const template = { pub: { allow: ["{{tag(a)}}.{{tag(a)}}"] }, subs: -1, data: -1, payload: -1 };
const tags = (count: number): string[] => Array.from({ length: count }, (_, i) => `a:${i}`);

it("expands to 4096 subjects and not to one more, like a server", async () => {
  const tree = createTree();
  const account = tree.account(({ signing }) => ({
    signing_keys: [{ kind: "user_scope", key: signing, role: "", template, description: "" }],
  }));
  await using server = await startServer({ config: tree.config("max_control_line: 64KB") });
  const outcomeOf = async (count: number) => {
    const user = tree.user(account, { tags: tags(count), subs: 0, data: 0, payload: 0 });
    const values = scopeUserOf(decodeUser(user.token), decodeAccount(account.token));
    const client = await connectUser(server.port, user).catch(() => undefined);
    client?.close();
    return { server: client ? "granted" : "refused", ours: previewScope(template, values).outcome };
  };
  expect(64 * 64).toBe(MAX_TEMPLATE_EXPANSIONS);
  expect(await outcomeOf(64)).toEqual({ server: "granted", ours: "granted" });
  expect(await outcomeOf(65)).toEqual({ server: "refused", ours: "refused" });
});

it("gives up on a value that multiplies itself instead of filling the memory", () => {
  const name = "x".repeat(500_000);
  const entry = `a.${"{{name()}}".repeat(60)}`;
  const preview = previewScope({ sub: { allow: [entry] } }, { name, subject: "U" });
  expect(preview.permissions.sub?.deny).toEqual([">"]);
});

it("refuses entries with so many placeholders that their combinations fill the memory", () => {
  const entry = `a${"{{tag(a)}}".repeat(100_000)}{{tag(b)}}`;
  const tags = ["a:", ...Array.from({ length: 4096 }, (_, i) => `b:${i}`)];
  const preview = previewScope({ sub: { allow: [entry] } }, { subject: "U", tags });
  expect(preview.outcome).toBe("refused");
});

it("reads a megabyte of open braces and blanks once", () => {
  const blanks = `{{${" ".repeat(1 << 20)}x${" ".repeat(1 << 20)}}}`;
  const braces = ["{".repeat(1 << 20), "{{".repeat(1 << 19), blanks];
  withinCpuTime(3_000, () => previewScope({ sub: { allow: braces } }, { subject: "U" }));
});

it.each([
  ["*", "wildcard"],
  [">", "wildcard"],
  ["x.>", "wildcard"],
  ["a.b", "extra-tokens"],
  ["{{subject()}}", "template"],
])("refuses to issue under a template with the name %j (%s)", (name, problem) => {
  const scope = { sub: { allow: ["dms.{{name()}}"] } };
  const user = { name, subject: "UA" };
  expect(previewScope(scope, user).injections.map((injection) => injection.problem)).toEqual([
    problem,
  ]);
  expect(() => assertSafeScope(scope, user)).toThrow(
    expect.objectContaining({ code: "ERR_TEMPLATE" }),
  );
  expect(() => assertSafeScope(scope, { ...user, name: "walid" })).not.toThrow();
});
