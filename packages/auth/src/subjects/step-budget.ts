import { AuthError } from "../errors/auth-error.js";

/**
 * Most steps in comparing the subjects of one claim. Sixteen thousand exports of three tokens, more than a token holds,
 * take half of them; a dozen wildcards in the wrong places take thousands of times as many.
 */
export const MAX_STEPS = 250_000;

/** Bounds the work that several comparisons do together. */
export interface StepBudget {
  /**
   * Takes some steps, one unless told.
   *
   * @throws AuthError `ERR_CLAIM_MALFORMED` when nothing is left.
   */
  spend(count?: number): void;
}

/** A full budget. */
export const createStepBudget = (maxSteps = MAX_STEPS): StepBudget => {
  let steps = 0;
  return {
    spend: (count = 1) => {
      steps += count;
      if (steps <= maxSteps) return;
      throw new AuthError(
        "ERR_CLAIM_MALFORMED",
        `comparing these subjects takes more than ${maxSteps} steps; use fewer or simpler wildcards`,
      );
    },
  };
};
