import { type NatsServer, startServer } from "@kchat/nats-server";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  compilePermissions,
  createAccount,
  decodeAccount,
  decodeUser,
  type KeyPair,
  previewScope,
  scopeUserOf,
  type UserPermissionLimits,
} from "../../src/index.js";
import { connectUser, createTree, type TestUser } from "../permissions/operator-tree.js";
import type { Question, RawClient } from "../permissions/raw-client.js";

const seed = Number(process.env.KCHAT_SEED ?? 20261120);
const SCOPES = 150;

const token = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("a", "b", "*") },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "{{name()}}",
      "{{ NAME() }}",
      "x-{{name()}}",
      "{{tag(room)}}",
      "{{tag(ROOM)}}",
      "{{TAG(room)}}",
      "{{tag(room)}}-{{tag(room)}}",
      "{{account-name()}}",
      "{{account-tag(env)}}",
      "{{subject()}}",
      "{{account-subject()}}",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("{{tag(none)}}", "{{unknown()}}", "{{name()}", "{{{name()}}}"),
  },
);
const entry = fc
  .tuple(fc.array(token, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([tokens, open]) => [...tokens, ...(open ? [">"] : [])].join("."));
const queued = fc
  .tuple(entry, fc.option(fc.constantFrom("q", "a"), { nil: undefined, freq: 8 }))
  .map(([subject, queue]) => (queue ? `${subject} ${queue}` : subject));
const lists = (of: fc.Arbitrary<string>) =>
  fc.record(
    {
      allow: fc.array(of, { minLength: 1, maxLength: 3 }),
      deny: fc.array(of, { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: ["allow"] },
  );
const template: fc.Arbitrary<UserPermissionLimits> = fc.record({
  pub: lists(entry),
  sub: lists(queued),
});
const person = fc.record({
  name: fc.constantFrom("bob", "*", ">", "x.>", "a.b", "", "a b", "é", "{{subject()}}"),
  tags: fc.subarray([
    "room:lobby",
    "room:*",
    "room:a.b",
    "ROOM:x",
    "room:",
    "tag(room:odd",
    "team:x",
  ]),
});

/** Subjects near what the templates can expand to. */
const questionsFor = (key: string, account: string): Question[] => {
  const tokens = [
    "a",
    "b",
    "*",
    "bob",
    "x-bob",
    "lobby",
    "odd",
    "lobby-lobby",
    "eu",
    "ACC",
    key,
    account,
  ];
  const pairs = tokens.flatMap((one) => ["a", "bob", "lobby", "c"].map((two) => `${one}.${two}`));
  const subjects = [...tokens, ...pairs, ">", "a.>", "bob.>", "a.b.c", "x.y.z"];
  return subjects.flatMap((subject): Question[] => [
    { action: "publish", subject },
    { action: "subscribe", subject },
    { action: "subscribe", subject, queue: "q" },
  ]);
};

describe("previewScope, against a real server", () => {
  const scopes = fc.sample(fc.record({ template, person }), { numRuns: SCOPES, seed });
  const tree = createTree();
  const keys = scopes.map(() => createAccount());
  const account = tree.account(
    () => ({
      tags: ["env:eu", "env:>"],
      signing_keys: scopes.map(({ template: grants }, index) => ({
        kind: "user_scope" as const,
        key: (keys[index] as KeyPair).getPublicKey(),
        role: `r${index}`,
        template: { ...grants, subs: -1, data: -1, payload: -1 },
        description: "",
      })),
    }),
    { claims: { name: "ACC" } },
  );
  let server: NatsServer;

  beforeAll(async () => {
    server = await startServer({ config: tree.config() });
  });
  afterAll(() => server?.stop());

  const issue = (index: number, name: string, tags: readonly string[]): TestUser =>
    tree.user(
      account,
      { tags, subs: 0, data: 0, payload: 0 },
      { signer: keys[index] as KeyPair, claims: { name } },
    );

  it(`agrees on who is refused and on what ${SCOPES} scopes grant (KCHAT_SEED=${seed})`, async () => {
    const counts = { refused: 0, granted: 0, denied: 0, allowed: 0, injected: 0 };
    for (const [index, { template: grants, person: who }] of scopes.entries()) {
      const user = issue(index, who.name, who.tags);
      const claims = decodeUser(user.token);
      const preview = previewScope(grants, scopeUserOf(claims, decodeAccount(account.token)));
      const client: RawClient | undefined = await connectUser(server.port, user).catch(
        () => undefined,
      );
      const facts = JSON.stringify({ grants, who, preview });
      expect(client ? "granted" : "refused", facts).toBe(preview.outcome);
      counts[preview.outcome]++;
      counts.injected += preview.injections.length > 0 ? 1 : 0;
      if (!client) continue;
      const questions = questionsFor(claims.sub, account.key.getPublicKey());
      const answers = await client.ask(questions);
      client.close();
      const { canPublish, canSubscribe } = compilePermissions(preview.permissions);
      const ours = questions.map((q) =>
        q.action === "publish" ? canPublish(q.subject) : canSubscribe(q.subject, q.queue),
      );
      expect(
        questions.filter((_, at) => ours[at] !== answers[at]),
        facts,
      ).toEqual([]);
      for (const answer of answers) counts[answer ? "allowed" : "denied"]++;
    }
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(SCOPES / 15);
  });
});
