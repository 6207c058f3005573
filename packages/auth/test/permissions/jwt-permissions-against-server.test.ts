import { type NatsServer, startServer } from "@kchat/nats-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  allow,
  base64urlEncode,
  can,
  decodeAccount,
  decodeUser,
  deny,
  permissions,
  respond,
  type UserNats,
} from "../../src/index.js";
import { connectUser, createTree, type TestUser } from "./operator-tree.js";
import type { Question } from "./raw-client.js";

const questions: Question[] = ["a", "a.b", "b", "b.c", "x.y"].flatMap((subject): Question[] => [
  { action: "publish", subject },
  { action: "subscribe", subject },
]);

describe("permissions in JWTs, against a real server", () => {
  const tree = createTree();
  const defaults = permissions(allow("publish", "a.>"), deny("subscribe", "b.>"));
  const account = tree.account(() => ({ default_permissions: defaults }));
  const open = tree.account();
  let server: NatsServer;

  beforeAll(async () => {
    server = await startServer({ config: tree.config() });
  });
  afterAll(() => server?.stop());

  const compare = async (user: TestUser, of = account): Promise<boolean[]> => {
    const client = await connectUser(server.port, user);
    const answers = await client.ask(questions);
    client.close();
    const claims = decodeUser(user.token);
    const ours = questions.map(({ action, subject }) =>
      can(claims, action, subject, { account: decodeAccount(of.token) }),
    );
    expect(ours).toEqual(answers);
    return answers;
  };

  it("gives default permissions to a user without any, and to no other", async () => {
    const without = await compare(tree.user(account));
    const own = await compare(tree.user(account, permissions(allow("publish", "x.>"))));
    const onlyReplies = await compare(tree.user(account, permissions(respond())));
    expect(without).not.toEqual(own);
    expect(onlyReplies.filter((_, at) => questions[at]?.action === "publish")).not.toContain(true);
  });

  it("asks for the account before it judges a user without permissions", () => {
    const claims = decodeUser(tree.user(account).token);
    expect(() => can(claims, "publish", "a.b")).toThrow(
      expect.objectContaining({ code: "ERR_PERMISSION" }),
    );
  });

  it("closes publishing for an empty allow list that a token spells out beside a deny list", async () => {
    const { key } = tree.user(open);
    const body = { pub: { allow: [], deny: ["x"] }, sub: {}, subs: -1, data: -1, payload: -1 };
    const payload = {
      iat: 1,
      iss: open.signing.getPublicKey(),
      sub: key.getPublicKey(),
      nats: { ...body, issuer_account: open.key.getPublicKey(), type: "user", version: 2 },
    };
    const text = [{ typ: "JWT", alg: "ed25519-nkey" }, payload]
      .map((part) => base64urlEncode(JSON.stringify(part)))
      .join(".");
    const signature = open.signing.sign(new TextEncoder().encode(text));
    const user = { key, token: `${text}.${base64urlEncode(signature)}` };
    const answers = await compare(user, open);
    expect(answers.filter((_, at) => questions[at]?.action === "publish")).not.toContain(true);
  });

  it("splits subject and queue where Go sees white space", async () => {
    const spaces = ["\u0085", "\u00a0", "\u3000", "\v", "\ufeff", "\u180e", "\u200b"];
    const sub = { allow: spaces.map((space, at) => `s${at}${space}q`) };
    const queues = ["q", undefined];
    const asked = spaces.flatMap((_, at) =>
      queues.map((queue) => ({ action: "subscribe" as const, subject: `s${at}`, queue })),
    );
    const client = await connectUser(server.port, tree.user(open, { sub }));
    const answers = await client.ask(asked);
    client.close();
    const ours = asked.map(({ subject, queue }) => can({ sub }, "subscribe", subject, { queue }));
    expect(ours).toEqual(answers);
    const asMember = answers.filter((_, at) => at % queues.length === 0);
    expect(asMember).toEqual([true, true, true, true, false, false, false]);
  });

  const answersOf = async (nats: Partial<UserNats>, replies: number): Promise<boolean[]> => {
    const service = await connectUser(server.port, tree.user(open, nats));
    const caller = await connectUser(server.port, tree.user(open));
    service.send("SUB ask 1\r\n");
    await service.settle();
    caller.send("SUB inbox.1 1\r\nPUB ask inbox.1 2\r\nhi\r\n");
    await caller.settle();
    await service.settle();
    const allowed: boolean[] = [];
    for (let sent = 0; sent < replies; sent++) {
      service.send("PUB inbox.1 0\r\n\r\n");
      const lines = await service.settle();
      allowed.push(!lines.some((line) => line.startsWith("-ERR")));
    }
    service.close();
    caller.close();
    return allowed;
  };

  it.each([
    { max: 1, ttl: 5e9 },
    { max: 3, ttl: 5e9 },
    { max: 0, ttl: 0 },
    { max: -1, ttl: -1 },
  ])("counts replies under resp %j", async (resp) => {
    const answers = await answersOf({ resp }, 5);
    const ours = answers.map((_, repliesSent) =>
      can({ resp }, "publish", "inbox.1", { answers: { repliesSent } }),
    );
    expect(answers).toEqual(ours);
    expect(can({ resp }, "publish", "inbox.1")).toBe(false);
  });

  it("keeps a grant ending in * to one token, which bare JWTs do not", async () => {
    const deliveries = async (nats: Partial<UserNats>): Promise<string[]> => {
      const reader = await connectUser(server.port, tree.user(open, nats));
      const writer = await connectUser(server.port, tree.user(open));
      reader.send("SUB room.> 1\r\n");
      await reader.settle();
      writer.send("PUB room.a 0\r\n\r\nPUB room.a.secret 0\r\n\r\n");
      await writer.settle();
      const lines = await reader.settle();
      reader.close();
      writer.close();
      return lines.filter((line) => line.startsWith("MSG")).map((line) => line.split(" ")[1] ?? "");
    };
    // The control: without the deny entry the secret is delivered.
    expect(await deliveries({ sub: { allow: ["room.*"] } })).toEqual(["room.a", "room.a.secret"]);
    expect(await deliveries(permissions(allow("subscribe", "room.*")))).toEqual(["room.a"]);
  });
});
