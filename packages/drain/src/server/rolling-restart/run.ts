import { DrainError } from "../../errors/drain-error.js";
import { pause } from "../../lame-duck/pause.js";
import { checkTimes } from "../../platform/timer.js";
import { lagOf } from "../catch-up.js";
import { watchEmptying } from "../empty.js";
import { reason } from "../monitoring.js";
import { observe } from "../observation.js";
import type { RestartPlan, RestartStep } from "./plan.js";

/** The default lame duck takes two minutes; no monitoring endpoint tells what is configured. */
const LEAVE_MS = 180_000;
/** A store of many gigabytes takes minutes to catch up. */
const RETURN_MS = 300_000;

/** What happens during a rolling restart. */
export type RestartEvent =
  | {
      readonly type: "lameDuck";
      readonly server: string;
      readonly step: number;
      readonly of: number;
    }
  | { readonly type: "emptying"; readonly server: string; readonly connections: number }
  | { readonly type: "gone"; readonly server: string; readonly ms: number }
  | { readonly type: "returning"; readonly server: string; readonly missing: string }
  | { readonly type: "healthy"; readonly server: string; readonly ms: number };

/** Options of {@link rollingRestart}. */
export interface RollingRestartOptions {
  /** Milliseconds for a server to end; more than its `lame_duck_duration`. @default 180_000 */
  readonly leaveMs?: number | undefined;
  /** Milliseconds for a server to be back, routed and caught up with JetStream. @default 300_000 */
  readonly returnMs?: number | undefined;
  /** Milliseconds to let clients settle before the next server. @default 2_000 */
  readonly settleMs?: number | undefined;
  readonly onEvent?: ((event: RestartEvent) => void) | undefined;
  /** Stops the restart, also while it waits; a server that was told to go does go. */
  readonly signal?: AbortSignal | undefined;
}

/** What was done. */
export interface RestartReport {
  readonly restarted: readonly {
    readonly server: string;
    readonly goneMs: number;
    readonly healthyMs: number;
  }[];
}

/**
 * Restarts servers one after the other: lame duck, end, return, healthy with all its routes, gateways and JetStream
 * assets, then the next. Stops at the first that doesn't come back.
 *
 * @param plan - Made by `planRollingRestart`.
 * @throws {@link DrainError} `ERR_SERVER` or `ERR_TIMEOUT` naming the server at which it stopped, `ERR_ABORTED`; the
 * servers after it are untouched. `ERR_OPTION` before the first, if a time is out of its range.
 * @example
 * ```ts
 * const plan = await planRollingRestart(servers);
 * await rollingRestart(plan, { onEvent: (event) => console.log(event.type, event.server) });
 * ```
 */
export async function rollingRestart(
  plan: RestartPlan,
  options: RollingRestartOptions = {},
): Promise<RestartReport> {
  const { leaveMs = LEAVE_MS, returnMs = RETURN_MS, settleMs = 2_000 } = options;
  const { signal = new AbortController().signal } = options;
  checkTimes({ leaveMs, returnMs, settleMs });
  const restarted: RestartReport["restarted"][number][] = [];
  for (const [at, step] of plan.steps.entries()) {
    const { name } = step.server;
    if (at > 0) await pause(settleMs, signal);
    try {
      refuseIfAborted(signal);
      await nobodyElseIsDown(plan, step, returnMs, signal);
      restarted.push(await restart(plan, at, { ...options, leaveMs, returnMs }, signal));
    } catch (cause) {
      const code = DrainError.isInstance(cause) ? cause.code : "ERR_SERVER";
      const done = restarted.map(({ server }) => server).join(", ") || "none";
      throw new DrainError(
        code,
        `the restart stopped at ${name}: ${reason(cause)}; restarted before: ${done}`,
        { cause },
      );
    }
  }
  return { restarted };
}

async function restart(
  { steps }: RestartPlan,
  at: number,
  options: RollingRestartOptions & { readonly leaveMs: number; readonly returnMs: number },
  signal: AbortSignal,
): Promise<RestartReport["restarted"][number]> {
  const { leaveMs, returnMs, onEvent = () => {} } = options;
  const step = steps[at];
  if (step === undefined) throw new RangeError(`the plan has no step ${at}`);
  const { server, before } = step;
  const { name } = server;
  const startedAt = performance.now();
  onEvent({ type: "lameDuck", server: name, step: at + 1, of: steps.length });
  await server.control.lameDuck();
  const { serverId } = before;
  const limits = { serverId, timeoutMs: leaveMs, signal };
  for await (const state of watchEmptying(server.monitoring, limits)) {
    if (!state.isGone) onEvent({ type: "emptying", server: name, connections: state.connections });
  }
  const goneMs = performance.now() - startedAt;
  onEvent({ type: "gone", server: name, ms: goneMs });
  await server.start?.();
  const deadline = performance.now() + returnMs;
  let missing: string | undefined = "it hasn't started";
  while (missing !== undefined) {
    refuseIfAborted(signal);
    const still = await whatIsMissing(step, steps, signal);
    if (still !== undefined && still !== missing) {
      onEvent({ type: "returning", server: name, missing: still });
    }
    missing = still;
    if (missing === undefined) break;
    if (performance.now() > deadline) {
      throw new DrainError("ERR_TIMEOUT", `it isn't back after ${returnMs} ms: ${missing}`);
    }
    await pause(200, signal);
  }
  const healthyMs = performance.now() - startedAt;
  onEvent({ type: "healthy", server: name, ms: healthyMs });
  return { server: name, goneMs, healthyMs };
}

/** One server at a time, also if another one falls by itself; what only catches up is waited for. */
async function nobodyElseIsDown(
  plan: RestartPlan,
  step: RestartStep,
  returnMs: number,
  signal: AbortSignal,
): Promise<void> {
  const others = plan.steps.filter((other) => other !== step);
  const deadline = performance.now() + returnMs;
  for (const { server } of others) {
    for (;;) {
      refuseIfAborted(signal);
      const { unhealthy } = await observe(server.monitoring, signal);
      if (unhealthy === undefined) break;
      if (performance.now() > deadline) {
        throw new DrainError("ERR_SERVER", `${server.name} is not healthy: ${unhealthy}`);
      }
      await pause(200, signal);
    }
  }
}

/** What `step`'s server lacks of being back, `undefined` if nothing. */
async function whatIsMissing(
  { server, before }: RestartStep,
  steps: readonly RestartStep[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const now = await observe(server.monitoring, signal).catch(() => undefined);
  if (now === undefined) return "it hasn't started";
  if (now.serverId === before.serverId) return "it hasn't ended";
  const route = before.routes.find((name) => !now.routes.includes(name));
  if (route !== undefined) return `no route to ${route}`;
  const gateway = before.gateways.find((name) => !now.gateways.includes(name));
  if (gateway !== undefined) return `no gateway to ${gateway}`;
  if (now.unhealthy !== undefined) return now.unhealthy;
  const all = steps.map((one) => ({ name: one.before.name, monitoring: one.server.monitoring }));
  return lagOf(before.name, all, signal).catch(reason);
}

function refuseIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new DrainError("ERR_ABORTED", "it was aborted");
}
