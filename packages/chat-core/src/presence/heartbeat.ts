import type { Clock, RandomSource, Timers } from "../chat/environment.js";
import {
  answerDelayMs,
  answerSpreadMs,
  heartbeatDelayMs,
  heartbeatPeriodSeconds,
} from "./period.js";

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
  stop(): void;
}

/** Makes a heartbeat; it is stopped until `start`. */
export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { clock, timers, random, members, budgetPerSecond, beat } = options;
  let next: { at: number; cancel: () => void } | undefined;
  let isAwaited = false;

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
    isAwaited = next === undefined;
    if (!next) return;
    const spreadMs = answerSpreadMs(members(), budgetPerSecond);
    // One that is due by then is the answer: hurrying it again at each join would be a storm.
    if (next.at - clock() > 1.5 * spreadMs) schedule(answerDelayMs(spreadMs, random));
  }

  return {
    periodSeconds,
    start() {
      schedule(heartbeatDelayMs(periodSeconds(), random));
      if (isAwaited) hurry();
    },
    hurry,
    stop() {
      next?.cancel();
      next = undefined;
      isAwaited = false;
    },
  };
}
