import { DrainError } from "../errors/drain-error.js";

/**
 * The longest time, in milliseconds, that a timer waits: 24 days. Hosts count it in 32 bits and fire a longer one at
 * once, which would turn "as long as it takes" into "now".
 */
export const longestMs = 2_147_483_647;

/**
 * Refuses times that a timer can't wait, by the names that the caller knows them by.
 *
 * @throws {@link DrainError} `ERR_OPTION` for the first that is out of range.
 */
export function checkTimes(times: Readonly<Record<string, number>>): void {
  for (const [name, ms] of Object.entries(times)) {
    if (ms >= 0 && ms <= longestMs) continue;
    throw new DrainError(
      "ERR_OPTION",
      `${name} is a number of milliseconds from 0 to ${longestMs}, not ${ms}: choose one in that range (its end, 24 days, is the longest that a timer waits)`,
    );
  }
}
