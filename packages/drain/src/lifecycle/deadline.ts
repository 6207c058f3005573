import { DrainError } from "../errors/drain-error.js";
import { longestMs } from "../platform/timer.js";

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Kubernetes' own default of `terminationGracePeriodSeconds`. */
const defaultGraceSeconds = 30;
/** Between our end and the SIGKILL: time to write the last log lines and to exit. */
const marginMs = 2_000;

/**
 * Milliseconds a shutdown may take so that it ends before Kubernetes kills the process: the grace
 * period, which the preStop hook is part of, less that hook and two seconds.
 *
 * Reads `TERMINATION_GRACE_PERIOD_SECONDS` and `PRE_STOP_SECONDS`; `kubernetesShutdown` gives the
 * manifest's part of it. Unset means Kubernetes' default of 30 s and no preStop hook; of more than
 * 24 days, the longest that a timer waits, only these are used.
 *
 * @param environment - Usually `process.env`.
 * @throws {@link DrainError} `ERR_OPTION` if a value is no number of seconds, or leaves no time.
 * @example
 * ```ts
 * deadlineFromEnvironment({ TERMINATION_GRACE_PERIOD_SECONDS: "60", PRE_STOP_SECONDS: "5" }); // 53000
 * ```
 */
export function deadlineFromEnvironment(environment: Environment): number {
  const graceSeconds = seconds(
    environment,
    "TERMINATION_GRACE_PERIOD_SECONDS",
    defaultGraceSeconds,
  );
  const preStopSeconds = seconds(environment, "PRE_STOP_SECONDS", 0);
  const deadlineMs = (graceSeconds - preStopSeconds) * 1_000 - marginMs;
  if (deadlineMs > 0) return Math.min(deadlineMs, longestMs);
  throw new DrainError(
    "ERR_OPTION",
    `TERMINATION_GRACE_PERIOD_SECONDS (${graceSeconds}) less PRE_STOP_SECONDS (${preStopSeconds}) leaves no time to shut down in: raise the grace period`,
  );
}

function seconds(environment: Environment, name: string, otherwise: number): number {
  const text = environment[name];
  if (text === undefined || text === "") return otherwise;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new DrainError("ERR_OPTION", `${name} is a number of seconds, not "${text}"`);
}
