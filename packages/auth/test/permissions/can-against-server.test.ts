import { type NatsServer, startServer } from "@kchat/nats-server";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compilePermissions, type Permissions } from "../../src/index.js";
import { connectRaw, type Question } from "./raw-client.js";

const USERS = 250;
const QUESTIONS = 100;
const seed = Number(process.env.KCHAT_SEED ?? 20261120);

const token = fc.constantFrom("a", "b", "*", "c");
const pattern = fc
  .tuple(fc.array(token, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([tokens, open]) => [...tokens, ...(open ? [">"] : [])].join("."));
const literal = fc
  .array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 4 })
  .map((tokens) => tokens.join("."));
const queue = fc.constantFrom("q", "v1.a", "v1.*", "v1.>", "*");
const withQueue = fc
  .tuple(pattern, fc.option(queue, { nil: undefined }))
  .map(([subject, name]) => (name ? `${subject} ${name}` : subject));

const grants = (entry: fc.Arbitrary<string>) =>
  fc.record(
    {
      allow: fc.array(entry, { minLength: 1, maxLength: 4 }),
      deny: fc.array(entry, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [] },
  );
const permissions: fc.Arbitrary<Permissions> = fc.record(
  { pub: grants(pattern), sub: grants(withQueue) },
  { requiredKeys: [] },
);

const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ action: fc.constant("publish" as const), subject: literal }),
  fc.record({
    action: fc.constant("subscribe" as const),
    subject: fc.oneof(literal, pattern),
    queue: fc.option(fc.constantFrom("q", "v1.a", "v1.b.c", "w", "v1.*"), { nil: undefined }),
  }),
);
const questions = fc.uniqueArray(question, {
  minLength: QUESTIONS,
  maxLength: QUESTIONS,
  selector: (item) => JSON.stringify(item),
});

/** Configuration text of permissions: JSON is close enough, but an absent list must stay absent. */
const configOf = ({ pub, sub }: Permissions): string =>
  JSON.stringify({ ...(pub ? { publish: pub } : {}), ...(sub ? { subscribe: sub } : {}) });

const isEmpty = ({ pub, sub }: Permissions): boolean =>
  [pub?.allow, pub?.deny, sub?.allow, sub?.deny].every((list) => list === undefined);

const expected = (set: Permissions, asked: readonly Question[]): boolean[] => {
  const { canPublish, canSubscribe } = compilePermissions(set);
  return asked.map((item) =>
    item.action === "publish" ? canPublish(item.subject) : canSubscribe(item.subject, item.queue),
  );
};

describe("can, against a real server", () => {
  const sets = fc.sample(permissions, { numRuns: USERS, seed });
  const asked = fc.sample(questions, { numRuns: USERS, seed: seed + 1 });
  const defaults: Permissions = { pub: { allow: ["a.>"] }, sub: { deny: ["b.*"] } };
  let server: NatsServer;

  beforeAll(async () => {
    const users = sets.map(
      (set, index) =>
        `{ user: u${index}, password: p ${isEmpty(set) ? "" : `, permissions: ${configOf(set)}`} }`,
    );
    server = await startServer({
      config: `listen: "127.0.0.1:-1"
authorization {
  default_permissions: ${configOf(defaults)}
  users: [ ${users.join("\n")}, { user: plain, password: p } ]
}`,
    });
  });
  afterAll(() => server?.stop());

  it(`agrees on ${USERS * QUESTIONS} generated questions (KCHAT_SEED=${seed})`, async () => {
    let refused = 0;
    for (const [index, set] of sets.entries()) {
      const client = await connectRaw(server.port, () => ({ user: `u${index}`, pass: "p" }));
      const list = asked[index] ?? [];
      const answers = await client.ask(list);
      client.close();
      // A user whose permissions say nothing gets the server's default ones, as an account's users do.
      const effective = isEmpty(set) ? defaults : set;
      const ours = expected(effective, list);
      const differing = list.filter((_, at) => answers[at] !== ours[at]);
      expect(differing, JSON.stringify(set)).toEqual([]);
      refused += answers.filter((answer) => !answer).length;
    }
    // Both answers must occur often, or agreement would prove nothing.
    expect(refused).toBeGreaterThan((USERS * QUESTIONS) / 5);
    expect(refused).toBeLessThan((USERS * QUESTIONS * 4) / 5);
  });
});

describe("can, with subjects longer than the control line that servers read by default", () => {
  const long = (unit: string, last: string) => unit.repeat(60_000 / unit.length) + last;
  const set: Permissions = {
    pub: { allow: [long("a.", "b"), long("a.*.", "c"), long("é.", ">")], deny: [long("a.", "d")] },
    sub: { allow: [`${long("*.", "b")} workers`, long("a.b.", ">")], deny: [long("a.b.", "x")] },
  };
  const asked: Question[] = [
    ...["b", "c", "d"].map((last): Question => ({ action: "publish", subject: long("a.", last) })),
    { action: "publish", subject: long("é.", "x.y") },
    { action: "publish", subject: long("é.", "x").slice(2) },
    { action: "subscribe", subject: long("a.", "b") },
    { action: "subscribe", subject: long("a.", "b"), queue: "workers" },
    { action: "subscribe", subject: long("a.b.", "x") },
    { action: "subscribe", subject: long("a.b.", "y.z") },
    { action: "subscribe", subject: "a.b", queue: "workers" },
  ];

  it("agrees with a server that is told to read them", async () => {
    await using server = await startServer({
      config: `listen: "127.0.0.1:-1"
max_control_line: 262144
authorization { users: [ { user: u, password: p, permissions: ${configOf(set)} } ] }`,
    });
    const client = await connectRaw(server.port, () => ({ user: "u", pass: "p" }));
    const answers = await client.ask(asked);
    client.close();
    expect(expected(set, asked)).toEqual(answers);
    expect(answers).toEqual([true, true, false, true, false, false, true, false, true, false]);
  });
});
