import { EventEmitter } from "node:events";
import { Lifecycle, onSignals, type ShutdownReport, type SignalSource } from "@kchat/drain";
import { describe, expect, it } from "vitest";
import { sleep, until } from "../settings.js";

/** A process as far as signals go; it notes that it was to exit instead of doing so. */
class Process extends EventEmitter implements SignalSource {
  exitCode: number | string | null | undefined;
  exits: (number | undefined)[] = [];
  exit(code?: number): never {
    this.exits.push(code);
    return undefined as never;
  }
}

/** A shutdown that lasts until it is released or forced. */
function leaving(process: Process, deadlineMs = 10_000) {
  const reports: ShutdownReport[] = [];
  let release: (() => void) | undefined;
  const lifecycle = new Lifecycle({ deadlineMs });
  lifecycle.hook("intake", "work", ({ signal }) => {
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    return Promise.race([
      released,
      new Promise((resolve) => signal.addEventListener("abort", resolve)),
    ]);
  });
  onSignals(lifecycle, { process, exitMs: 20, onReport: (report) => reports.push(report) });
  return {
    hasBegun: () => until("the shutdown to begin", () => release !== undefined),
    release: () => release?.(),
    reported: () => until("the report", () => reports.length === 1),
    report: () => reports[0],
  };
}

/** Longer than the same signal, sent again, counts as the first. */
const echoIsOver = (): Promise<void> => sleep(400);

describe("onSignals, signalled twice", () => {
  it("takes the same signal that comes twice at once, as Ctrl-C does under npm, for one", async () => {
    const process = new Process();
    const shutdown = leaving(process);
    process.emit("SIGINT");
    process.emit("SIGINT");
    await shutdown.hasBegun();
    shutdown.release();
    await shutdown.reported();
    expect(shutdown.report()).toMatchObject({ forced: false, exitCode: 0 });
    expect(process.exitCode).toBe(0);
  });

  it("is forced by the same signal later, and by another one at once", async () => {
    const process = new Process();
    const shutdown = leaving(process);
    process.emit("SIGINT");
    await echoIsOver();
    process.emit("SIGINT");
    await shutdown.reported();
    expect(shutdown.report()?.forced).toBe(true);
    expect(process.exitCode).toBe(130);

    const impatient = new Process();
    const other = leaving(impatient);
    impatient.emit("SIGINT");
    impatient.emit("SIGTERM");
    await other.reported();
    expect(impatient.exitCode).toBe(143);
  });
});

describe("onSignals beside the handlers of others", () => {
  it("takes the signal that a handler raises again after it has gone for its end, not for force", async () => {
    const process = new Process();
    const framework = (): void => undefined;
    process.on("SIGTERM", framework);
    const shutdown = leaving(process);
    process.emit("SIGTERM");
    await shutdown.hasBegun();
    await echoIsOver();
    process.off("SIGTERM", framework);
    process.emit("SIGTERM");
    shutdown.release();
    await shutdown.reported();
    expect(shutdown.report()).toMatchObject({ forced: false, exitCode: 0 });
    await until("the exit", () => process.exits.length === 1);
    expect(process.exitCode).toBe(0);
  });

  it("is still forced by a second signal while they are at work", async () => {
    const process = new Process();
    process.on("SIGTERM", () => undefined);
    const shutdown = leaving(process);
    process.emit("SIGTERM");
    await shutdown.hasBegun();
    process.emit("SIGINT");
    await shutdown.reported();
    expect(shutdown.report()?.forced).toBe(true);
    expect(process.exitCode).toBe(130);
    await until("the exit", () => process.exits.length === 1);
  });

  it("leaves them the rest of the deadline, and ends at once when it is forced meanwhile", async () => {
    const process = new Process();
    process.on("SIGINT", () => undefined);
    const shutdown = leaving(process);
    process.emit("SIGINT");
    await shutdown.hasBegun();
    shutdown.release();
    await shutdown.reported();
    // Ten times as long as it leaves a process that nobody else looks after.
    await sleep(200);
    expect(process.exits).toEqual([]);
    process.emit("SIGTERM");
    expect(process.exits).toEqual([143]);
  });

  it("doesn't wait for them beyond the deadline", async () => {
    const process = new Process();
    process.on("SIGTERM", () => undefined);
    const shutdown = leaving(process, 400);
    process.emit("SIGTERM");
    await shutdown.hasBegun();
    shutdown.release();
    await shutdown.reported();
    await until("the exit", () => process.exits.length === 1);
  });

  it("keeps the exit code of somebody for whom something went wrong", async () => {
    const process = new Process();
    const shutdown = leaving(process);
    process.emit("SIGTERM");
    await shutdown.hasBegun();
    process.exitCode = 3;
    shutdown.release();
    await shutdown.reported();
    expect(process.exitCode).toBe(3);
  });
});
