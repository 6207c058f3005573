import { parseLiteralSubject } from "@kchat/auth";
import { ProvisionerError } from "../errors.js";

/** Gives a numeric option back if it lies within its bounds. */
export function boundedOption(name: string, value: number, min: number, max: number): number {
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  throw new ProvisionerError(
    "ERR_OPTION",
    `${name} must be between ${min} and ${max}, not ${value}`,
  );
}

/** Gives a subject or queue group back if it is literal: blanks would end it in the middle of the protocol's line. */
export function literalOption(name: string, text: string): string {
  try {
    return parseLiteralSubject(text);
  } catch (cause) {
    const message = `${name} must be a subject without blanks and wildcards, not ${JSON.stringify(text)}`;
    throw new ProvisionerError("ERR_OPTION", message, { cause });
  }
}
