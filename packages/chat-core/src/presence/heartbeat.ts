import type { Clock, RandomSource, Timers } from "../chat/environment.js";
import {
  answerDelayMs,
  answerSpreadMs,
  heartbeatDelayMs,
  heartbeatPeriodSeconds,
} from "./period.js";

/** However often a person's other clients leave, this one comes back at most this often. */
const minReturnMs = 5_000;

/** What a heartbeat needs. */
export interface HeartbeatOptions {
  clock: Clock;
  timers: Timers;
  random: RandomSource;
  /** How many members are online, this one included. */
  members(): number;
  /** Presence messages a second that the whole space may cause. */
  budgetPerSecond: number;
  /** Sends one heartbeat. */
  beat(periodSeconds: number): void;
}

/** One timer that sends heartbeats; there is never a second. */
export interface Heartbeat {
  /** The period that would be announced now. */
  periodSeconds(): number;
  /** Starts, or starts over: the next one comes after a whole period. */
  start(): void;
  /**
   * Brings the next one forward, for a newcomer or after a reconnect; does nothing when it is due as soon anyway. Before
   * `start` it is remembered: who joins while this member is joining must not wait for a whole period.
   */
  hurry(): void;
  /**
   * Sends the next one at once, or five seconds after the last that was sent so: others believe that this member left.
   * Before `start` it is remembered, too.
   */
  comeBack(): void;
  stop(): void;
}

/** Makes a heartbeat; it is stopped until `start`. */
export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { clock, timers, random, members, budgetPerSecond, beat } = options;
  let next: { at: number; cancel: () => void } | undefined;
  let comesBackAt = Number.NEGATIVE_INFINITY;
  let onStart: (() => void) | undefined;

  const periodSeconds = () => heartbeatPeriodSeconds(members(), budgetPerSecond);

  function schedule(delayMs: number): void {
    next?.cancel();
    next = { at: clock() + delayMs, cancel: timers.after(delayMs, fire) };
  }

  function fire(): void {
    const period = periodSeconds();
    schedule(heartbeatDelayMs(period, random));
    beat(period);
  }

  function hurry(): void {
    if (!next) {
      onStart ??= hurry;
      return;
    }
    const spreadMs = answerSpreadMs(members(), budgetPerSecond);
    // One that is due by then is the answer: hurrying it again at each join would be a storm.
    if (next.at - clock() > 1.5 * spreadMs) schedule(answerDelayMs(spreadMs, random));
  }

  function comeBack(): void {
    if (!next) {
      onStart = comeBack;
      return;
    }
    const now = clock();
    // Bounded above, too: the system's clock may have been set back since.
    const delayMs = Math.min(Math.max(0, comesBackAt + minReturnMs - now), minReturnMs);
    if (next.at - now <= delayMs) return;
    comesBackAt = now + delayMs;
    schedule(delayMs);
  }

  return {
    periodSeconds,
    start() {
      schedule(heartbeatDelayMs(periodSeconds(), random));
      onStart?.();
      onStart = undefined;
    },
    hurry,
    comeBack,
    stop() {
      next?.cancel();
      next = undefined;
      onStart = undefined;
    },
  };
}
