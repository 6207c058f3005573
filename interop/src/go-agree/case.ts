import { AuthError } from "@kchat/auth";
import type { Random } from "./random.js";

/** What the Go program is asked; see `question` in main.go. */
export interface Question {
  readonly op: string;
  readonly [member: string]: unknown;
}

/** What it says: a value, or why the library refuses. */
export interface Answer {
  readonly value: unknown;
  readonly refusal?: string;
}

/** One question and what ours says to it. */
export interface Case {
  readonly question: Question;
  /** May look at Go's answer for what only the clock decides. */
  ours(answer: Answer): unknown;
  /** Our strict way, which may refuse more than Go, but never less. */
  readonly strict?: () => unknown;
  /** Brings values of both sides into the form in which they are compared. */
  readonly comparable?: (value: unknown) => unknown;
}

/** A field on which both sides have to agree. */
export interface Topic {
  readonly name: string;
  /** How many cases a round has of it. */
  readonly casesPerRound: number;
  make(random: Random): Case;
}

/** Stands for our refusal; any text of ours is right, as long as Go refuses as well. */
const REFUSED = "refused";

/** What ours throws where one of its functions says "no" without an error. */
export class Refused extends Error {}

/** How ours differs from Go's answer, or undefined where both agree. */
export function difference(
  { ours, strict, comparable = (value) => value }: Case,
  answer: Answer,
): string | undefined {
  if (strict && answer.refusal !== undefined && accepts(strict)) {
    return `ours accepts in strict mode what Go refuses: ${answer.refusal}`;
  }
  const go = answer.refusal === undefined ? normal(comparable(answer.value)) : REFUSED;
  let us: string;
  let why = "";
  try {
    us = normal(comparable(ours(answer)));
  } catch (error) {
    us = REFUSED;
    if (AuthError.isInstance(error)) why = error.message;
    else if (!(error instanceof Refused)) {
      return `ours throws something else: ${String(error)}`;
    }
  }
  if (us === go) {
    const library = libraryText(answer.refusal);
    if (why === "" || library === undefined || why.includes(library)) return undefined;
  }
  return `ours: ${us} ${why}\n    Go:   ${go} ${answer.refusal ?? ""}`;
}

function accepts(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

/** Go's text where it is the library's own: those of the standard library only stand for "refused". */
function libraryText(refusal = ""): string | undefined {
  const text = refusal.replace(/^refused: /, "");
  const isForeign =
    /^(illegal base(64|32) data|json:|invalid character|unexpected end of JSON|panic:|unknown )|%!q\(/;
  return text === "" || isForeign.test(text)
    ? undefined
    : text.replace(/: (parse|token size) .*/, "");
}

/** JSON with sorted members, so that order decides nothing. */
function normal(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
