import { DrainError } from "../errors/drain-error.js";
import { hostProcess } from "../platform/process.js";
import { checkTimes } from "../platform/timer.js";
import { deadlineFromEnvironment, type Environment } from "./deadline.js";
import type { ShutdownEvent } from "./report.js";

/** Options of a {@link Lifecycle}. */
export interface LifecycleOptions {
  /**
   * Milliseconds for the whole shutdown, at most 2_147_483_647 (24 days).
   *
   * @default what {@link deadlineFromEnvironment} makes of the environment: 28_000 without settings
   */
  readonly deadlineMs?: number | undefined;
  /**
   * Milliseconds between readiness going off and HTTP servers closing, so that load balancers
   * notice. Applies only if there is an HTTP server: queue-group workers need no such pause.
   *
   * @default 0, since Kubernetes' preStop hook is the better place for it
   */
  readonly readinessDelayMs?: number | undefined;
  /** Told of the progress; what it throws is ignored. */
  readonly onEvent?: ((event: ShutdownEvent) => void) | undefined;
  /** Where the deadline is read from. @default process.env */
  readonly environment?: Environment | undefined;
}

/** The options with their defaults, checked. */
export interface LifecyclePlan {
  readonly deadlineMs: number;
  readonly readinessDelayMs: number;
}

export function planLifecycle(options: LifecycleOptions): LifecyclePlan {
  const environment = options.environment ?? hostProcess<{ env: Environment }>()?.env ?? {};
  const plan = {
    deadlineMs: options.deadlineMs ?? deadlineFromEnvironment(environment),
    readinessDelayMs: options.readinessDelayMs ?? 0,
  };
  checkTimes({ ...plan });
  if (plan.deadlineMs === 0) {
    throw new DrainError("ERR_OPTION", "deadlineMs is a time above 0, not 0");
  }
  if (plan.readinessDelayMs >= plan.deadlineMs) {
    throw new DrainError(
      "ERR_OPTION",
      `readinessDelayMs is a time below deadlineMs (${plan.deadlineMs}), not ${plan.readinessDelayMs}`,
    );
  }
  return plan;
}
