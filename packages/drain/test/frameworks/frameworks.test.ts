import { get } from "node:http";
import type { Connection, Message } from "@kchat/drain";
import { describe, expect, it } from "vitest";
import { type Child, childrenOfTests } from "../child.js";
import { v2 } from "../clients.js";
import { closedAfterEach, serverForTests, sleep, until } from "../settings.js";

const server = serverForTests();
const closing = closedAfterEach();
const start = childrenOfTests();
const programs = {
  fastify: new URL("fastify-process.ts", import.meta.url),
  nest: new URL("nest-process.ts", import.meta.url),
};

/** A program that works on an HTTP request and on a message, neither of which ends before the test lets it. */
interface Busy {
  readonly child: Child;
  readonly page: Promise<string>;
  readonly work: Promise<string>;
  release(gate: "http" | "work"): void;
  says(text: string, times?: number): Promise<void>;
}

async function busy(framework: keyof typeof programs, mode: string): Promise<Busy> {
  const child = await start(programs[framework], { NATS_URL: server().url, MODE: mode });
  const tester = closing(await v2.connect(server()));
  const waiting = new Map<string, Message>();
  tester.subscribe("gate.*", {
    callback: (_error, message) => void waiting.set(message.subject, message),
  });
  await tester.flush();
  const page = fetchPage(/ready (\S+)/.exec(child.output())?.[1] ?? "");
  const work = tester.request("work", "", { timeout: 30_000 }).then(
    (answer) => answer.string(),
    () => "lost",
  );
  await until("both to be worked on", () => waiting.size === 2, 15_000);
  return {
    child,
    page,
    work: Promise.race([work, hasGone(child, tester).then(() => "lost")]),
    release: (gate) => void waiting.get(`gate.${gate}`)?.respond(`answer of ${gate}`),
    says: (text, times = 1) =>
      until(`"${text}" in ${child.output()}`, () => child.said(text) >= times, 15_000),
  };
}

/** Resolves when the process is gone and all that it sent has come, so that nothing more will. */
async function hasGone(child: Child, tester: Connection): Promise<void> {
  await child.exited;
  while ((await server().connz()).num_connections > 1) await sleep(20);
  await tester.flush();
}

function fetchPage(address: string): Promise<string> {
  return new Promise((resolve) => {
    // No agent: that a connection is kept alive for the next request is not what these tests are about.
    const request = get(new URL("/slow", address), { agent: false }, (response) => {
      let text = "";
      response.on("data", (data: Buffer) => (text += data.toString()));
      response.on("end", () => resolve(text));
      response.on("error", () => resolve("cut"));
    });
    request.on("error", () => resolve("cut"));
  });
}

const hooksOf = {
  fastify: ["preClose", "onClose"],
  nest: ["onModuleDestroy", "onApplicationShutdown"],
};

describe.each(["fastify", "nest"] as const)(
  "a process with NATS and %s",
  { timeout: 60_000 },
  (framework) => {
    it("answers HTTP first, then what NATS asked, then ends the framework, once, with exit code 0", async () => {
      const { child, page, work, release, says } = await busy(framework, "lifecycle");
      child.process.kill("SIGTERM");
      await says("readiness off, open");
      release("http");
      expect(await page).toBe("answer of http");
      await says("draining");
      release("work");
      expect(await work).toBe("answer of work");
      expect(await child.exited).toEqual({ code: 0, signal: null });
      const said = child.output();
      for (const hook of hooksOf[framework]) {
        expect(child.said(hook)).toBe(1);
        expect(said.indexOf(hook)).toBeGreaterThan(said.lastIndexOf("draining"));
      }
      expect(child.said("left 0")).toBe(1);
    });

    it("loses what NATS asked, where the framework and the client leave by themselves", async () => {
      const { child, page, work, release } = await busy(framework, "plain");
      child.process.kill("SIGTERM");
      release("http");
      expect(await page).toBe("answer of http");
      await child.exited;
      release("work");
      expect(await work).toBe("lost");
    });
  },
);

describe("Fastify on two addresses", { timeout: 60_000 }, () => {
  it("is drained under a request to its second listener on localhost, which nobody else sees", async () => {
    const { child, page, release, says } = await busy("fastify", "localhost");
    child.process.kill("SIGTERM");
    await says("draining");
    expect(child.said("answered")).toBe(0);
    for (const gate of ["work", "http"] as const) release(gate);
    await page;
    // Nor is anything wrong in the report: the server that it knows of had no request.
    expect(await child.exited).toEqual({ code: 0, signal: null });
  });

  it("is drained after all requests, where the servers are made outside and Fastify only routes", async () => {
    const { child, page, work, release, says } = await busy("fastify", "routing");
    child.process.kill("SIGTERM");
    await says("readiness off, open");
    release("http");
    expect(await page).toBe("answer of http");
    await says("draining");
    release("work");
    expect(await work).toBe("answer of work");
    expect(await child.exited).toEqual({ code: 0, signal: null });
    const said = child.output();
    expect(said.indexOf("answered")).toBeLessThan(said.indexOf("draining"));
    expect(child.said("onClose")).toBe(1);
  });
});

describe("beside Nest's own signal handlers", { timeout: 60_000 }, () => {
  it("goes on draining when Nest has finished and signals the process again", async () => {
    const { child, page, work, release, says } = await busy("nest", "hooks-enabled");
    child.process.kill("SIGTERM");
    await says("readiness off, open");
    release("http");
    expect(await page).toBe("answer of http");
    await says("Nest has finished");
    await says("signalled", 2);
    expect(child.said("left")).toBe(0);
    release("work");
    expect(await work).toBe("answer of work");
    expect(await child.exited).toEqual({ code: 0, signal: null });
    expect(child.said("onApplicationShutdown")).toBe(1);
    expect(child.said("left 0")).toBe(1);
  });

  it("doesn't end the process under Nest's hooks", async () => {
    const { child, work, release, says } = await busy("nest", "slow-nest");
    child.process.kill("SIGTERM");
    release("http");
    release("work");
    expect(await work).toBe("answer of work");
    await says("onApplicationShutdown");
    await says("left 0");
    // Several times the pause after which it would end a process that nobody else looks after.
    await sleep(900);
    expect(child.process.exitCode).toBeNull();
    child.process.stdin?.write("go on\n");
    expect(await child.exited).toEqual({ code: 0, signal: null });
    expect(child.said("Nest has finished")).toBe(1);
  });

  it("is waited for by a hook of Nest that ends the process itself", async () => {
    const { child, page, work, release, says } = await busy("nest", "process-exit");
    child.process.kill("SIGTERM");
    release("http");
    expect(await page).toBe("answer of http");
    await says("draining");
    release("work");
    expect(await work).toBe("answer of work");
    expect(await child.exited).toEqual({ code: 0, signal: null });
    expect(child.said("Nest has finished")).toBe(1);
  });
});
