import type { DrainReport } from "../drain/report.js";
import { within } from "../drain/within.js";
import { DrainError } from "../errors/drain-error.js";
import type { ShutdownPhase, ShutdownStep } from "./report.js";

/** What a step of a shutdown knows about its time. */
export interface HookContext {
  /** Fires when the time of this phase is over, or the shutdown is forced. */
  readonly signal: AbortSignal;
  /** Milliseconds this phase has. */
  readonly deadlineMs: number;
  /** Fires only when the shutdown is forced. */
  readonly forced: AbortSignal;
}

/** Ends something; it may wait for what still runs. */
export type ShutdownHook = (context: HookContext) => unknown;

/** Something that leaves in a phase. */
export interface Member {
  readonly phase: ShutdownPhase;
  readonly name: string;
  readonly stop: ShutdownHook;
}

/** A step that is cut gets this long to clean up (a drain: to answer, flush, close). */
const cutMs = 1_000;

/** Ends one member within its time; never rejects. */
export async function stopMember(
  member: Member,
  deadlineMs: number,
  forced: AbortSignal,
): Promise<ShutdownStep> {
  const { phase, name } = member;
  const startedAt = performance.now();
  const over = new AbortController();
  const work = Promise.resolve().then(() =>
    member.stop({ signal: AbortSignal.any([over.signal, forced]), deadlineMs, forced }),
  );
  let waited = await within(work, deadlineMs, forced);
  if (waited.outcome === "timeout" || waited.outcome === "cut") {
    over.abort(new DrainError("ERR_TIMEOUT", `${name} did not end within ${deadlineMs} ms`));
    const after = await within(work, cutMs);
    // What only ends because it was cut has not ended well, but a drain still has its report.
    if (after.outcome === "failed") waited = { ...after };
  }
  const drain = waited.outcome === "failed" ? undefined : await reportOf(work);
  const ms = performance.now() - startedAt;
  if (waited.outcome === "failed") {
    const error = new DrainError("ERR_HOOK_FAILED", `${name} failed to stop: ${waited.error}`, {
      cause: waited.error,
    });
    return { phase, name, ms, outcome: "failed", error };
  }
  return { phase, name, ms, outcome: waited.outcome, ...(drain === undefined ? {} : { drain }) };
}

/** The report that `work` has resolved to, if it is a drain's and there already. */
async function reportOf(work: Promise<unknown>): Promise<DrainReport | undefined> {
  const pending = Symbol("pending");
  const value = await Promise.race([work, Promise.resolve(pending)]);
  return isReport(value) ? value : undefined;
}

const isReport = (value: unknown): value is DrainReport =>
  typeof value === "object" && value !== null && "phases" in value && "abandoned" in value;
