import { AuthError } from "../errors/auth-error.js";

declare const subjectBrand: unique symbol;
declare const literalBrand: unique symbol;

/** A NATS subject that passed {@link parseSubject}: it may hold `*` and a final `>`. */
export type Subject = string & { readonly [subjectBrand]: true };

/** A {@link Subject} without wildcards, as a message can be published to. */
export type LiteralSubject = Subject & { readonly [literalBrand]: true };

/** Why a text is no subject for {@link parseSubject}. */
export type SubjectProblem =
  | "empty"
  | "empty-token"
  | "white-space"
  | "control-character"
  | "ill-formed-unicode"
  | "partial-wildcard"
  | "misplaced-wildcard"
  | "wildcard"
  | "too-long";

/** Longest subject that {@link parseSubject} takes, in UTF-16 units: a CONNECT or SUB line holds 4096 bytes by default. */
export const MAX_SUBJECT_LENGTH = 4096;

const advice: Record<SubjectProblem, string> = {
  empty: "it is empty; give at least one token",
  "empty-token": "it has an empty token; remove leading, trailing and doubled dots",
  "white-space": "it holds white space; servers split the protocol line there",
  "control-character": "it holds a control character",
  "ill-formed-unicode": "it holds half of a surrogate pair",
  "partial-wildcard": "a wildcard must be a token of its own; `a.b*` matches only itself",
  "misplaced-wildcard": "`>` is only allowed as the last token",
  wildcard: "it holds a wildcard where a literal subject is needed",
  "too-long": `it is longer than ${MAX_SUBJECT_LENGTH} characters`,
};

/**
 * Names the first reason why a text is not a subject in the strict sense, or `undefined` if it is one.
 *
 * Stricter than servers, which take white space other than blanks, `a.b*` and (in JWTs) `a.>.b`
 * (`nats-server: server/sublist.go` IsValidSubject, `jwt: v2/types.go` Subject.Validate).
 *
 * @example
 * ```ts
 * import { subjectProblem } from "@kchat/auth";
 *
 * subjectProblem("a..b"); // "empty-token"
 * ```
 */
export const subjectProblem = (text: string): SubjectProblem | undefined => {
  if (text === "") return "empty";
  if (text.length > MAX_SUBJECT_LENGTH) return "too-long";
  // Nearly all subjects are plain ASCII, and long permission lists ask often.
  if (PLAIN_SUBJECT.test(text)) return undefined;
  if (/\s/u.test(text)) return "white-space";
  if (/\p{Cc}/u.test(text)) return "control-character";
  if (/\p{Cs}/u.test(text)) return "ill-formed-unicode";
  return tokenProblem(text);
};

/** Tokens of printable ASCII that are a wildcard or hold none, between single dots. */
const PLAIN_SUBJECT = /^(?:(?:[!-)+-\-/-=?-~]+|\*)\.)*(?:[!-)+-\-/-=?-~]+|[*>])$/;

const tokenProblem = (text: string): SubjectProblem | undefined => {
  const tokens = text.split(".");
  for (const [index, token] of tokens.entries()) {
    if (token === "") return "empty-token";
    if (token === "*") continue;
    if (token === ">") {
      if (index !== tokens.length - 1) return "misplaced-wildcard";
    } else if (/[*>]/.test(token)) return "partial-wildcard";
  }
  return undefined;
};

/**
 * Tells in words what is wrong with a text that should be a subject.
 *
 * @example
 * ```ts
 * describeSubjectProblem("a.>.b", "misplaced-wildcard");
 * ```
 */
export const describeSubjectProblem = (text: string, problem: SubjectProblem): string =>
  `subject ${JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)} is not valid: ${advice[problem]}`;

/**
 * Checks a text and brands it as a subject.
 *
 * @throws {@link AuthError} `ERR_SUBJECT`
 *
 * @example
 * ```ts
 * import { type Subject, parseSubject } from "@kchat/auth";
 *
 * const rooms: Subject = parseSubject("chat.*.posts.>");
 * ```
 */
export const parseSubject = (text: string): Subject => {
  const problem = subjectProblem(text);
  if (problem) throw new AuthError("ERR_SUBJECT", describeSubjectProblem(text, problem));
  return text as Subject;
};

/**
 * Checks a text and brands it as a subject without wildcards.
 *
 * @throws {@link AuthError} `ERR_SUBJECT`
 *
 * @example
 * ```ts
 * import { parseLiteralSubject } from "@kchat/auth";
 *
 * parseLiteralSubject("chat.lobby.posts");
 * ```
 */
export const parseLiteralSubject = (text: string): LiteralSubject => {
  const subject = parseSubject(text);
  if (text.split(".").some((token) => token === "*" || token === ">")) {
    throw new AuthError("ERR_SUBJECT", describeSubjectProblem(text, "wildcard"));
  }
  return subject as LiteralSubject;
};

/**
 * Whether a text is a subject in the strict sense of {@link parseSubject}.
 *
 * @example
 * ```ts
 * import { isSubject } from "@kchat/auth";
 *
 * isSubject("a.>"); // true
 * ```
 */
export const isSubject = (text: string): text is Subject => subjectProblem(text) === undefined;
