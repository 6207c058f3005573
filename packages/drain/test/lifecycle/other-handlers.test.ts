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
  let release = (): void => undefined;
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
  return { reports, release: () => release() };
}

describe("onSignals beside the handlers of others", () => {
  it("takes the signal that a handler raises again after it has gone for its end, not for force", async () => {
    const process = new Process();
    const framework = (): void => undefined;
    process.on("SIGTERM", framework);
    const { reports, release } = leaving(process);
    process.emit("SIGTERM");
    await sleep(10);
    process.off("SIGTERM", framework);
    process.emit("SIGTERM");
    await sleep(10);
    expect(reports).toEqual([]);
    release();
    await until("the report", () => reports.length === 1);
    expect(reports[0]).toMatchObject({ forced: false, exitCode: 0 });
    await until("the exit", () => process.exits.length === 1);
    expect(process.exitCode).toBe(0);
  });

  it("is still forced by a second signal while they are at work", async () => {
    const process = new Process();
    process.on("SIGTERM", () => undefined);
    const { reports } = leaving(process);
    process.emit("SIGTERM");
    await sleep(10);
    process.emit("SIGTERM");
    await until("the report", () => reports.length === 1);
    expect(reports[0]?.forced).toBe(true);
    expect(process.exitCode).toBe(143);
    await until("the exit", () => process.exits.length === 1);
  });

  it("leaves them the rest of the deadline, and ends at once when it is forced meanwhile", async () => {
    const process = new Process();
    process.on("SIGINT", () => undefined);
    const { reports, release } = leaving(process);
    process.emit("SIGINT");
    await sleep(10);
    release();
    await until("the report", () => reports.length === 1);
    await sleep(200);
    expect(process.exits).toEqual([]);
    process.emit("SIGINT");
    expect(process.exits).toEqual([130]);
  });

  it("doesn't wait for them beyond the deadline", async () => {
    const process = new Process();
    process.on("SIGTERM", () => undefined);
    const { reports, release } = leaving(process, 400);
    process.emit("SIGTERM");
    await sleep(10);
    release();
    await until("the report", () => reports.length === 1);
    await until("the exit", () => process.exits.length === 1);
  });

  it("keeps the exit code of somebody for whom something went wrong", async () => {
    const process = new Process();
    const { reports, release } = leaving(process);
    process.emit("SIGTERM");
    await sleep(10);
    process.exitCode = 3;
    release();
    await until("the report", () => reports.length === 1);
    expect(process.exitCode).toBe(3);
  });
});
