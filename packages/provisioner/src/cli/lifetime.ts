import { InvalidArgumentError } from "commander";

const seconds = { s: 1, m: 60, h: 3600 } as const;

/** Reads a duration such as `90m`, in seconds. */
export function lifetimeFlag(text: string): number {
  const match = /^(\d{1,6})([smh])$/.exec(text);
  if (!match) throw new InvalidArgumentError("expected a duration such as 90m or 8h.");
  return Number(match[1]) * seconds[match[2] as keyof typeof seconds];
}
