import { createServer, get, type Server } from "node:http";
import { type AddressInfo, connect as connectSocket } from "node:net";
import {
  deadlineFromEnvironment,
  Lifecycle,
  onSignals,
  type ShutdownStep,
  track,
} from "@kchat/drain";
import { describe, expect, it } from "vitest";
import { v2, v3 } from "../clients.js";
import { closedAfterEach, serverForTests, sleep, until } from "../settings.js";

const server = serverForTests();
const closing = closedAfterEach();
const names = (steps: readonly ShutdownStep[]): string[] => steps.map(({ name }) => name);

async function httpServer(listener: Parameters<typeof createServer>[1]): Promise<Server> {
  const http = createServer(listener ?? (() => undefined));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return http;
}

function fetchText(http: Server): Promise<string> {
  const { port } = http.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ port, host: "127.0.0.1" }, (response) => {
      let text = "";
      response.on("data", (data: Buffer) => (text += data.toString()));
      response.on("end", () => resolve(text));
    }).on("error", reject);
  });
}

describe("Lifecycle", () => {
  it("leaves in the order intake, connections, cleanup, whatever order it was told", async () => {
    const first = track(closing(await v2.connect(server())));
    const second = track(closing(await v3.connect(server())));
    const lifecycle = new Lifecycle();
    lifecycle.hook("cleanup", "database", () => undefined);
    lifecycle.connection("first", first).connection("second", second);
    lifecycle.hook("intake", "scheduler", () => sleep(20));
    const report = await lifecycle.shutdown("test");
    expect(names(report.steps)[0]).toBe("scheduler");
    expect(names(report.steps).slice(1, 3).sort()).toEqual(["first", "second"]);
    expect(names(report.steps)[3]).toBe("database");
    expect(report).toMatchObject({ reason: "test", exitCode: 0, forced: false });
    expect(first.isClosed() && second.isClosed()).toBe(true);
  });

  it("lets an HTTP request end that needs the connection, and refuses new ones", async () => {
    const tracked = track(closing(await v2.connect(server())));
    const helper = closing(await v3.connect(server()));
    helper.subscribe("http.helper", { callback: (_error, message) => message.respond("helped") });
    await helper.flush();
    let received = false;
    const http = await httpServer((_request, response) => {
      received = true;
      void sleep(150)
        .then(() => tracked.request("http.helper", "", { timeout: 5_000 }))
        .then((answer) => response.end(answer.string()));
    });
    const lifecycle = new Lifecycle().connection("nats", tracked).httpServer("api", http);
    const answer = fetchText(http);
    await until("the request", () => received);
    const shutdown = lifecycle.shutdown();
    expect(lifecycle.isReady).toBe(false);
    expect(await answer).toBe("helped");
    expect((await shutdown).exitCode).toBe(0);
    expect(http.listening).toBe(false);
  });

  it("asks a client that always has another request to let go, with its answer", async () => {
    const answers: (() => void)[] = [];
    const http = await httpServer((_request, response) => {
      answers.push(() => response.end("done"));
    });
    const client = connectSocket((http.address() as AddressInfo).port, "127.0.0.1");
    let received = "";
    client.on("data", (data) => (received += data.toString()));
    const closed = new Promise((resolve) => client.once("close", resolve));
    const ask = (): unknown => client.write("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    ask();
    await until("the first request", () => answers.length === 1);
    const shutdown = new Lifecycle().httpServer("api", http).shutdown();
    await until("the server to close", () => !http.listening);
    ask();
    await until("the second request", () => answers.length === 2);
    for (const answer of answers) answer();
    await closed;
    expect(received.match(/^connection: .*$/gim)).toEqual([
      "Connection: keep-alive",
      "Connection: close",
    ]);
    expect((await shutdown).exitCode).toBe(0);
  });

  it("waits for a server that a framework is closing already", async () => {
    let answer: (() => void) | undefined;
    const http = await httpServer((_request, response) => {
      answer = () => response.end("late");
    });
    const text = fetchText(http);
    await until("the request", () => answer !== undefined);
    http.close();
    const lifecycle = new Lifecycle().httpServer("api", http);
    let isOver = false;
    const shutdown = lifecycle.shutdown().finally(() => {
      isOver = true;
    });
    await sleep(50);
    expect(isOver).toBe(false);
    answer?.();
    expect(await text).toBe("late");
    expect((await shutdown).exitCode).toBe(0);
  });

  it("cuts an HTTP request that never ends, in time for the rest", async () => {
    let received = false;
    const http = await httpServer(() => {
      received = true;
    });
    const lifecycle = new Lifecycle({ deadlineMs: 600 }).httpServer("api", http);
    let isCleaned = false;
    lifecycle.hook("cleanup", "database", () => {
      isCleaned = true;
    });
    const answer = fetchText(http).catch((error: Error) => error);
    await until("the request", () => received);
    const report = await lifecycle.shutdown();
    expect(await answer).toBeInstanceOf(Error);
    expect(report.steps[0]).toMatchObject({ name: "api", outcome: "timeout" });
    expect(isCleaned).toBe(true);
    expect(report.exitCode).toBe(1);
  });

  it("waits for a run of an interval and begins no other", async () => {
    let begun = 0;
    let ended = 0;
    const lifecycle = new Lifecycle().interval("tick", 10, async () => {
      begun++;
      await sleep(80);
      ended++;
    });
    await until("a run", () => begun === 1);
    await lifecycle.shutdown();
    expect([begun, ended]).toEqual([1, 1]);
    await sleep(60);
    expect(begun).toBe(1);
  });

  it("goes on when a hook throws, and reports which", async () => {
    const lifecycle = new Lifecycle();
    const cause = new Error("disk full");
    lifecycle.hook("intake", "cache", () => {
      throw cause;
    });
    lifecycle.hook("cleanup", "database", () => undefined);
    const report = await lifecycle.shutdown();
    expect(report.steps[0]).toMatchObject({
      name: "cache",
      outcome: "failed",
      error: { code: "ERR_HOOK_FAILED", cause },
    });
    expect(report.steps[1]).toMatchObject({ name: "database", outcome: "done" });
    expect(report.exitCode).toBe(1);
  });

  it("leaves a hook behind that ignores its signal, and tells it first", async () => {
    let isTold = false;
    const lifecycle = new Lifecycle({ deadlineMs: 200 });
    lifecycle.hook("cleanup", "stubborn", ({ signal }) => {
      signal.addEventListener("abort", () => {
        isTold = true;
      });
      return new Promise(() => undefined);
    });
    const report = await lifecycle.shutdown();
    expect(report.steps[0]).toMatchObject({ name: "stubborn", outcome: "timeout" });
    expect(isTold).toBe(true);
    expect(report.totalMs).toBeLessThan(5_000);
  });

  it("is one shutdown however often it is called, and takes nothing new", async () => {
    const lifecycle = new Lifecycle();
    const [first, second] = await Promise.all([lifecycle.shutdown("a"), lifecycle.shutdown("b")]);
    expect(second).toBe(first);
    expect(first.reason).toBe("a");
    expect(() => lifecycle.hook("cleanup", "late", () => undefined)).toThrow(
      expect.objectContaining({ code: "ERR_DRAINING" }),
    );
  });

  it.each([
    { deadlineMs: 0 },
    { deadlineMs: 2 ** 31 },
    { deadlineMs: 2 ** 32, readinessDelayMs: 2 ** 31 },
    { readinessDelayMs: -1 },
    { deadlineMs: 100, readinessDelayMs: 100 },
  ])("refuses times that make no sense: %o", (options) => {
    expect(() => new Lifecycle(options)).toThrow(expect.objectContaining({ code: "ERR_OPTION" }));
  });
});

describe("a lifecycle's members", () => {
  const refused = expect.objectContaining({ code: "ERR_OPTION" });

  it.each([2 ** 31, 2 ** 32])("are refused with a time of %d ms, at once", async (ms) => {
    const lifecycle = new Lifecycle();
    const tracked = track(closing(await v2.connect(server())));
    const whenDisconnected = { waitMs: ms };
    expect(() => lifecycle.connection("nats", tracked, { whenDisconnected })).toThrow(refused);
    expect(() => lifecycle.interval("often", ms, () => undefined)).toThrow(refused);
    expect(() => onSignals(lifecycle, { exitMs: ms })).toThrow(refused);
    expect((await lifecycle.shutdown()).steps).toEqual([]);
  });
});

describe("deadlineFromEnvironment", () => {
  it.each(["2147486", "3000000", "4294968", "1e300"])(
    "makes the longest that a timer waits of a grace period of %s s, and a hook has that time",
    async (seconds) => {
      const environment = { TERMINATION_GRACE_PERIOD_SECONDS: seconds };
      expect(deadlineFromEnvironment(environment)).toBe(2 ** 31 - 1);
      const lifecycle = new Lifecycle({ environment });
      lifecycle.hook("cleanup", "slow", () => sleep(50));
      expect((await lifecycle.shutdown()).steps[0]).toMatchObject({ outcome: "done" });
    },
  );

  it("stays two seconds below Kubernetes' default", () => {
    expect(deadlineFromEnvironment({})).toBe(28_000);
  });

  it("is where a lifecycle takes its deadline from, unless it is given one", () => {
    const environment = { TERMINATION_GRACE_PERIOD_SECONDS: "90" };
    expect(new Lifecycle({ environment }).deadlineMs).toBe(88_000);
    expect(new Lifecycle({ environment, deadlineMs: 700 }).deadlineMs).toBe(700);
  });

  it("takes the preStop hook off the grace period", () => {
    const environment = { TERMINATION_GRACE_PERIOD_SECONDS: "60", PRE_STOP_SECONDS: "5" };
    expect(deadlineFromEnvironment(environment)).toBe(53_000);
  });

  it.each([{ PRE_STOP_SECONDS: "soon" }, { TERMINATION_GRACE_PERIOD_SECONDS: "2" }])(
    "refuses %o and names the variable",
    (environment) => {
      expect(() => deadlineFromEnvironment(environment)).toThrow(Object.keys(environment)[0]);
    },
  );
});
