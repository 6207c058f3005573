import { describe, expect, it } from "vitest";
import { sleep, until } from "../settings.js";
import { clusterForTests, generations, managedForTests } from "./cluster.js";

describe.each(generations)("a managed connection ($name)", ({ connect }) => {
  const cluster = clusterForTests();
  const managed = managedForTests();

  it("moves a worker off a lame duck without losing a request", async () => {
    const [first, , third] = cluster().servers;
    if (first === undefined || third === undefined) throw new Error("three servers");
    const worker = await managed({ connect, servers: cluster().urls });
    expect(worker.connection.getServer()).toBe(`127.0.0.1:${first.port}`);
    worker.connection.subscribe("work", {
      queue: "workers",
      callback: async (_error, message) => {
        await sleep(Math.random() * 20);
        message.respond(message.data);
      },
    });
    await worker.connection.flush();
    const client = await connect([third.url]);
    await until("the first answer", await answers(client, "work"));
    let lost = 0;
    let sent = 0;
    const open: Promise<unknown>[] = [];
    const timer = setInterval(() => {
      for (let i = 0; i < 5; i += 1) {
        const id = String(sent++);
        const request = client.request("work", id, { timeout: 15_000 });
        open.push(request.then((answer) => expect(answer.string()).toBe(id)).catch(() => lost++));
      }
    }, 10);
    await sleep(200);
    await first.lameDuck();
    const { from, to, probed } = await worker.event("moved");
    expect(from).toBe(`127.0.0.1:${first.port}`);
    expect(to).not.toBe(from);
    expect(probed).toBe(true);
    const { report } = await worker.event("drained");
    expect(report).toMatchObject({ outcome: "clean", abandoned: 0 });
    const before = sent;
    await until("requests after the hand-over", () => sent > before + 100);
    clearInterval(timer);
    await Promise.all(open);
    expect(lost).toBe(0);
    const total = await worker.connection.drain();
    expect(total).toMatchObject({ outcome: "clean", received: sent + 1, finished: sent + 1 });
    expect(worker.connection.isClosed()).toBe(true);
    await client.close();
    await first.restart();
  });
});

async function answers(
  client: Awaited<ReturnType<(typeof generations)[0]["connect"]>>,
  subject: string,
): Promise<() => boolean> {
  for (;;) {
    try {
      await client.request(subject, "first", { timeout: 1_000 });
      return () => true;
    } catch {
      await sleep(20);
    }
  }
}
