import { fraction, type RandomSource } from "../chat/environment.js";

/** Shorter is of no use: the Go client's view of a heartbeat is 60 s. */
const minPeriodSeconds = 30;

/**
 * A member's heartbeat period in whole seconds: max(30, members / budget), as RTCP scales its reports (RFC 3550, 6.2), so
 * that all members together stay within the space's budget of presence messages a second.
 *
 * @example
 * heartbeatPeriodSeconds(1000, 10); // 100
 */
export function heartbeatPeriodSeconds(members: number, budgetPerSecond: number): number {
  return Math.max(minPeriodSeconds, Math.ceil(members / budgetPerSecond));
}

/** The delay to the next heartbeat in milliseconds: the period, give or take a quarter, so that members don't fall into step. */
export function heartbeatDelayMs(periodSeconds: number, random: RandomSource): number {
  return periodSeconds * 1000 * (0.75 + fraction(random) / 2);
}

/**
 * How long the budget needs for one message of every member, in milliseconds, at least a second. Who answers a newcomer
 * does so about that much later, and whose next heartbeat is due by then doesn't hurry: however many join, the space
 * stays within its budget.
 */
export function answerSpreadMs(members: number, budgetPerSecond: number): number {
  return Math.max(1, members / budgetPerSecond) * 1000;
}

/** The delay before a newcomer is answered: between a half and one and a half of the spread. */
export function answerDelayMs(spreadMs: number, random: RandomSource): number {
  return spreadMs * (0.5 + fraction(random));
}
