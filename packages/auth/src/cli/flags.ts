import { InvalidArgumentError } from "commander";

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/** Reads when something expires: a duration from now such as `90d`, or a date; in Unix seconds. */
export function expiryFlag(text: string): number {
  const match = /^(\d{1,6})([smhdw])$/.exec(text);
  if (match) {
    const unit = SECONDS[match[2] as keyof typeof SECONDS];
    return Math.floor(Date.now() / 1000) + Number(match[1]) * unit;
  }
  const date = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) {
    throw new InvalidArgumentError(
      "expected a duration such as 8h or 90d, or a date such as 2027-01-31.",
    );
  }
  return Math.floor(date / 1000);
}

/** Reads a duration such as `90d`, in seconds. */
export function durationFlag(text: string): number {
  const match = /^(\d{1,6})([smhdw])$/.exec(text);
  if (!match) throw new InvalidArgumentError("expected a duration such as 90m, 8h or 30d.");
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}

/** Reads a whole number; -1 stands for no limit. */
export function limitFlag(text: string): number {
  if (/^(-1|\d{1,15})$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a whole number, or -1 for no limit.");
}

/** Collects a flag that may be given several times. */
export function listFlag(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}
