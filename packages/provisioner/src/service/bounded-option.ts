import { ProvisionerError } from "../errors.js";

/** Gives a numeric option back if it lies within its bounds. */
export function boundedOption(name: string, value: number, min: number, max: number): number {
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  throw new ProvisionerError(
    "ERR_OPTION",
    `${name} must be between ${min} and ${max}, not ${value}`,
  );
}
