import { tokenEnd } from "./token.js";

/**
 * Whether a server takes a text as a subject: tokens are not empty, hold no blank, tab or line end, and
 * `>` is the last one (`nats-server: server/sublist.go` IsValidSubject).
 *
 * @example
 * ```ts
 * import { isServerSubject } from "@kchat/auth";
 *
 * isServerSubject("a.b*"); // true: a literal token
 * ```
 */
export const isServerSubject = (text: string): boolean => text !== "" && !NO_SUBJECT.test(text);

/** A character that no token has, an empty token, or a `>` before another token. */
const NO_SUBJECT = /[ \t\n\f\r]|\.\.|^\.|\.$|(?:^|\.)>\./;

/**
 * Whether a queue name falls under the queue name of a permission, which may be a pattern
 * (`nats-server: server/client.go` queueMatches).
 *
 * @example
 * ```ts
 * queueMatches("v1.workers", "v1.*"); // true
 * ```
 */
export const queueMatches = (queue: string, pattern: string): boolean => {
  if (queue === pattern) return true;
  if (!HAS_WILDCARD.test(pattern)) return false;
  for (let [given, wanted] = [0, 0]; ; ) {
    const givenEnd = tokenEnd(queue, given);
    const wantedEnd = tokenEnd(pattern, wanted);
    const name = queue.slice(given, givenEnd);
    const token = pattern.slice(wanted, wantedEnd);
    if (token === "") return false;
    if (token === ">") return true;
    if (name === "" || name === ">") return false;
    if (name === "*" ? token !== "*" : !token.startsWith("*") && token !== name) return false;
    const [isLast, endsPattern] = [givenEnd === queue.length, wantedEnd === pattern.length];
    if (isLast || endsPattern) return isLast && endsPattern;
    given = givenEnd + 1;
    wanted = wantedEnd + 1;
  }
};

/** A token that is a wildcard. */
const HAS_WILDCARD = /(?:^|\.)[*>](?:\.|$)/;
