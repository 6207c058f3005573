import { InvalidArgumentError } from "commander";
import { AuthError } from "../errors/auth-error.js";
import { parsePublicKey } from "../keys/public-key.js";

const DURATION = /^([1-9]\d{0,5})([smhdw])$/;
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/** Reads when something expires: a duration from now such as `90d`, or a date; in Unix seconds. */
export function expiryFlag(text: string): number {
  const now = Math.floor(Date.now() / 1000);
  const match = DURATION.exec(text);
  if (match) return now + secondsOf(match);
  const date = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) {
    throw new InvalidArgumentError(
      "expected a duration such as 8h or 90d, or a date such as 2027-01-31.",
    );
  }
  const seconds = Math.floor(date / 1000);
  if (seconds <= now) throw new InvalidArgumentError("it is over already; expected a later date.");
  return seconds;
}

/** Reads a duration such as `90d`, in seconds. */
export function durationFlag(text: string): number {
  const match = DURATION.exec(text);
  if (!match) throw new InvalidArgumentError("expected a duration such as 90m, 8h or 30d.");
  return secondsOf(match);
}

function secondsOf([, count, unit]: RegExpExecArray): number {
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}

/** Reads the URL of a server that accounts are pushed to, or that clients connect to. */
export function urlFlag(text: string): string {
  // "localhost:4222" parses too: as the path 4222 of a protocol localhost.
  if (/^(nats|tls|ws|wss|http|https):\/\/[^\s/]/.test(text)) return text;
  throw new InvalidArgumentError("expected a URL such as nats://localhost:4222.");
}

/** Reads a public key of one kind; says so when it is a seed, and repeats neither. */
export function publicKeyFlag(kind: "account" | "user"): (text: string) => string {
  return (text) => {
    if (/^S[OAUNCX]/.test(text)) {
      throw new AuthError(
        "ERR_USAGE",
        "--public-key got a seed, which is in your shell's history now: make a new key",
      );
    }
    try {
      return parsePublicKey(text, kind);
    } catch (cause) {
      if (!AuthError.isInstance(cause)) throw cause;
      throw new AuthError("ERR_USAGE", `--public-key: ${cause.message}`, { cause });
    }
  };
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
