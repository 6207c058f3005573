import { describe, expect, it } from "vitest";
import { type Child, childrenOfTests } from "../child.js";
import { v2 } from "../clients.js";
import { requests } from "../drain/requests.js";
import { closedAfterEach, serverForTests, until } from "../settings.js";

const server = serverForTests();
const closing = closedAfterEach();
const startChild = childrenOfTests();
const startWorker = (env: Record<string, string> = {}): Promise<Child> =>
  startChild(new URL("worker-process.ts", import.meta.url), { NATS_URL: server().url, ...env });

const ask = async (count: number, timeoutMs = 10_000) =>
  requests(closing(await v2.connect(server())), "work", count, timeoutMs);
const started = (worker: Child, count: number): Promise<void> =>
  until("handlers", () => worker.said("started") >= count, 15_000);

describe("onSignals in a process of its own", { timeout: 60_000 }, () => {
  it("answers everything before SIGTERM ends it, where a plain drain loses all", async () => {
    const plain = await startWorker({ MODE: "plain" });
    const control = await ask(10, 1_000);
    await started(plain, 10);
    plain.process.kill("SIGTERM");
    expect((await control.done).lost).toBe(10);
    await plain.exited;

    const worker = await startWorker();
    const asked = await ask(10);
    await started(worker, 10);
    worker.process.kill("SIGTERM");
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    expect(await asked.done).toEqual({ answered: 10, refused: 0, lost: 0 });
    expect(worker.output()).toContain('"finished":10');
    // By `process.exit` it would not have.
    expect(worker.said("ended by itself")).toBe(1);
  });

  it.each(["SIGINT", "SIGQUIT"] as const)("leaves properly on %s", async (signal) => {
    const worker = await startWorker();
    const asked = await ask(3);
    await started(worker, 3);
    worker.process.kill(signal);
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    expect((await asked.done).answered).toBe(3);
  });

  it("ends with 1 and a true report when a handler outlives the deadline", async () => {
    const worker = await startWorker({ HANDLER_MS: "-1", DEADLINE_MS: "800" });
    const asked = await ask(1);
    await started(worker, 1);
    worker.process.kill("SIGTERM");
    expect(await worker.exited).toEqual({ code: 1, signal: null });
    expect((await asked.done).refused).toBe(1);
    expect(worker.output()).toContain('"handedBack":1');
  });

  it("is forced by a second signal, and says so by its exit code", async () => {
    const worker = await startWorker({ HANDLER_MS: "-1", DEADLINE_MS: "60000" });
    const asked = await ask(1);
    await started(worker, 1);
    worker.process.kill("SIGTERM");
    await until("the shutdown to begin", () => worker.said("notReady") === 1, 15_000);
    worker.process.kill("SIGINT");
    expect(await worker.exited).toEqual({ code: 130, signal: null });
    expect((await asked.done).refused).toBe(1);
    expect(worker.output()).toContain('"forced":true');
  });

  it("exits although something keeps the process alive", async () => {
    const worker = await startWorker({ MODE: "kept-alive" });
    worker.process.kill("SIGTERM");
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    expect(worker.said("ended by itself")).toBe(0);
  });

  it("leaves the handlers of others in place", async () => {
    const worker = await startWorker({ MODE: "foreign" });
    worker.process.kill("SIGTERM");
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    expect(worker.output()).toContain("foreign handler");
  });

  it("is not forced by a framework that signals its own process again", async () => {
    const worker = await startWorker({ MODE: "re-raising", HANDLER_MS: "1000" });
    const asked = await ask(5);
    await started(worker, 5);
    worker.process.kill("SIGTERM");
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    expect((await asked.done).answered).toBe(5);
  });
});
