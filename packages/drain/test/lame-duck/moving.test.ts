import type { Connection, Message } from "@kchat/drain";
import { startServer } from "@kchat/nats-server";
import { describe, expect, it } from "vitest";
import { sleep, until } from "../settings.js";
import { clusterForTests, generations, managedForTests } from "./cluster.js";

describe.each(generations)("while it moves ($name)", ({ connect }) => {
  const cluster = clusterForTests();
  const managed = managedForTests();

  it("delivers each publication once, to callbacks and to loops", async () => {
    // Copies are told within half of the settling: enough for servers that share two cores with much else.
    const { connection } = await managed({ connect, servers: cluster().urls, settleMs: 1_000 });
    const publisher = await connect([cluster().urls[2] ?? ""]);
    const byCallback: string[] = [];
    const byLoop: string[] = [];
    connection.subscribe("news", {
      callback: (_error, message) => void byCallback.push(message.string()),
    });
    const loop = (async () => {
      for await (const message of connection.subscribe("news")) byLoop.push(message.string());
    })();
    await connection.flush();
    await heard(publisher, "news", byCallback);
    byCallback.length = 0;
    await until("the loop has heard as well", () => byLoop.length > 0);
    byLoop.length = 0;
    let sent = 0;
    const timer = setInterval(() => publisher.publish("news", String(sent++)), 2);
    await sleep(50);
    expect(await connection.handOver()).toBe(true);
    await sleep(300);
    clearInterval(timer);
    await publisher.flush();
    const expected = Array.from({ length: sent }, (_, i) => String(i));
    await until("the last has arrived", () => byLoop.length >= sent && byCallback.length >= sent);
    // On a busy machine neighbours change places where one of them has come by the old connection only.
    const inOrder = (received: string[]) => received.sort((a, b) => Number(a) - Number(b));
    expect(inOrder(byCallback)).toEqual(expected);
    expect(inOrder(byLoop)).toEqual(expected);
    await connection.drain();
    await loop;
    await publisher.close();
  });

  it("lets requests of its own that are open come back", async () => {
    const { connection } = await managed({ connect, servers: cluster().urls });
    const responder = await connect([cluster().urls[1] ?? ""]);
    responder.subscribe("slow", {
      callback: (_error: Error | null, message: Message) =>
        void sleep(800).then(() => message.respond("late but here")),
    });
    await responder.flush();
    await sleep(100);
    const answer = connection.request("slow", "", { timeout: 5_000 });
    await connection.handOver();
    expect((await answer).string()).toBe("late but here");
    await responder.close();
  });

  it("takes subscriptions that are made meanwhile along", async () => {
    const { connection, event } = await managed({ connect, servers: cluster().urls });
    connection.subscribe("early", { callback: (_e, m) => void m.respond("1") });
    const moving = connection.handOver();
    await sleep(30);
    connection.subscribe("meanwhile", { callback: (_e, m) => void m.respond("2") });
    await moving;
    await event("drained");
    for (const [subject, answer] of [
      ["early", "1"],
      ["meanwhile", "2"],
    ] as const) {
      expect((await connection.request(subject, "", { timeout: 2_000 })).string()).toBe(answer);
    }
  });

  it("does without the proof where a permission forbids the probe", async () => {
    const permissions = '{ publish: ["work", "_R_.>"], subscribe: ">" }';
    await using guarded = await startServer({
      config: `authorization { users: [{ user: a, password: b, permissions: ${permissions} }] }`,
    });
    const { connection, event } = await managed({
      connect: (servers) => connect(servers, { user: "a", pass: "b" }),
      servers: [guarded.url],
      attemptMs: 60_000,
    });
    connection.subscribe("work", { callback: (_e, m) => void m.respond("ok") });
    expect(await connection.handOver()).toBe(true);
    const { probed, ms } = await event("moved");
    expect(probed).toBe(false);
    // Being refused is an answer: there is nothing to wait for until the attempt ends.
    expect(ms).toBeLessThan(30_000);
  });

  it("goes on with renewed credentials when the old ones are taken back", async () => {
    const config = (users: readonly string[]) =>
      `authorization { users: [${users.map((user) => `{ user: ${user}, password: x }`).join(", ")}] }`;
    await using server = await startServer({ config: config(["old", "new", "asker"]) });
    let user = "old";
    const { connection, event } = await managed({
      connect: (servers) => connect(servers, { user, pass: "x" }),
      servers: [server.url],
    });
    connection.subscribe("work", {
      callback: (_error, message) => sleep(20).then(() => void message.respond(message.data)),
    });
    await connection.flush();
    const asker = await connect([server.url], { user: "asker", pass: "x" });
    const answers: Promise<string>[] = [];
    const timer = setInterval(() => {
      const request = asker.request("work", "asked", { timeout: 10_000 });
      answers.push(request.then((answer) => answer.string()));
    }, 5);
    await until("some requests", () => answers.length > 10);
    user = "new";
    expect(await connection.handOver()).toBe(true);
    expect((await event("drained")).report).toMatchObject({ outcome: "clean" });
    await server.writeConfig(config(["new", "asker"]));
    await server.reload();
    const soFar = answers.length;
    await until("requests after the old user has gone", () => answers.length > soFar + 10);
    clearInterval(timer);
    expect(new Set(await Promise.all(answers))).toEqual(new Set(["asked"]));
    expect(connection.isClosed()).toBe(false);
    await asker.close();
  });

  it("ends cleanly when it is drained in the middle", async () => {
    const { connection, events } = await managed({
      connect,
      servers: cluster().urls,
      settleMs: 2_000,
    });
    connection.subscribe("work", { queue: "q", callback: (_e, m) => void m.respond("done") });
    const moving = connection.handOver();
    await sleep(200);
    const answer = connection.request("work", "", { timeout: 2_000 });
    const report = await connection.drain({ deadlineMs: 5_000 });
    expect(await moving).toBe(false);
    expect((await answer).string()).toBe("done");
    expect(report.outcome).toBe("clean");
    expect(events.some(({ type }) => type === "moved")).toBe(false);
    await expect(connection.handOver()).rejects.toMatchObject({ code: "ERR_CLOSED" });
  });

  it("ends at once when it is closed in the middle", async () => {
    const { connection } = await managed({ connect, servers: cluster().urls, settleMs: 5_000 });
    const moving = connection.handOver();
    await sleep(100);
    await connection.close();
    expect(await moving).toBe(false);
    expect(connection.isClosed()).toBe(true);
    await connection.closed();
  });
});

async function heard(publisher: Connection, subject: string, into: string[]): Promise<void> {
  while (into.length === 0) {
    publisher.publish(subject, "warm-up");
    await sleep(20);
  }
  await sleep(100);
}
