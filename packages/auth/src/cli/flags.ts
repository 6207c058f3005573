import { InvalidArgumentError } from "commander";
import { AuthError } from "../errors/auth-error.js";
import { parsePublicKey } from "../keys/public-key.js";

const DURATION = /^([1-9]\d{0,5})([smhdw])$/;
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;
const MONTHS = /^([1-9]\d{0,3})([My])$/;
const SIZE = /^(\d{1,15})([kmgt]?)(ib)?$/i;

/** Reads when something expires, in Unix seconds: a duration from now such as `90d` or `1y`, or a date; 0 for `never`, as in claims. */
export function expiryFlag(text: string): number {
  if (text === "never" || text === "0") return 0;
  const seconds = momentOf(text);
  if (seconds > Date.now() / 1000) return seconds;
  throw new InvalidArgumentError("it is over already; expected a later date.");
}

/** Reads from when something is valid, in Unix seconds: like {@link expiryFlag}, but the past is fine; 0 for `now`. */
export function startFlag(text: string): number {
  return text === "now" || text === "0" ? 0 : momentOf(text);
}

/** Reads a moment that is over, in Unix seconds: a date, or a duration ago. */
export function pastFlag(text: string): number {
  const now = Math.floor(Date.now() / 1000);
  const duration = DURATION.exec(text);
  const seconds = duration ? now - secondsOf(duration) : momentOf(text);
  if (seconds <= now) return seconds;
  throw new InvalidArgumentError("it is not over yet; expected a date, or how long ago, as 8h.");
}

function momentOf(text: string): number {
  const now = Math.floor(Date.now() / 1000);
  const duration = DURATION.exec(text);
  if (duration) return now + secondsOf(duration);
  const [, count, unit] = MONTHS.exec(text) ?? [];
  if (count !== undefined) return monthsFrom(now, Number(count) * (unit === "y" ? 12 : 1));
  const date = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(date)) return Math.floor(date / 1000);
  throw new InvalidArgumentError(
    "expected a duration such as 8h, 90d, 6M (months) or 1y, or a date such as 2027-01-31.",
  );
}

// As Go's AddDate, which nsc uses: a month after 31 January is 3 March.
function monthsFrom(seconds: number, months: number): number {
  const date = new Date(seconds * 1000);
  return Math.floor(date.setUTCMonth(date.getUTCMonth() + months) / 1000);
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

/** Reads a size in bytes as nsc does: `64k` is 64,000, `64kib` 65,536; -1 stands for no limit. */
export function sizeFlag(text: string): number {
  if (text === "-1") return -1;
  const [, count, unit = "", binary] = SIZE.exec(text) ?? [];
  const power = ["", "k", "m", "g", "t"].indexOf(unit.toLowerCase());
  const bytes = Number(count) * (binary ? 1024 : 1000) ** power;
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new InvalidArgumentError("expected bytes such as 1000, 64k or 2gib, or -1 for no limit.");
}

/** Collects a flag that may be given several times. */
export function listFlag(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}
