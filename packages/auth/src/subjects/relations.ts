import { isContainedIn } from "./go-subject.js";
import type { LiteralSubject, Subject } from "./subject.js";
import { tokenEnd } from "./token.js";

/**
 * Whether a message on `subject` reaches a subscription on `pattern`.
 *
 * @example
 * ```ts
 * import { matches, parseLiteralSubject, parseSubject } from "@kchat/auth";
 *
 * matches(parseSubject("a.*"), parseLiteralSubject("a.b")); // true
 * ```
 */
export const matches = (pattern: Subject, subject: LiteralSubject): boolean =>
  isContainedIn(subject, pattern);

/**
 * Whether every subject that `inner` names is also named by `outer`: set inclusion, exact on valid subjects.
 *
 * @example
 * ```ts
 * import { contains, parseSubject } from "@kchat/auth";
 *
 * contains(parseSubject("a.>"), parseSubject("a.*.c")); // true
 * contains(parseSubject("a.*"), parseSubject("a.>")); // false
 * ```
 */
export const contains = (outer: Subject, inner: Subject): boolean => {
  // The plain token comparison would let `*` swallow a final `>`, which stands for more than one token.
  if (inner.endsWith(">") && !outer.endsWith(">")) return false;
  return isContainedIn(inner, outer);
};

/**
 * The subject that names exactly what both subjects name, or `undefined` if they share nothing.
 *
 * @example
 * ```ts
 * import { intersect, parseSubject } from "@kchat/auth";
 *
 * intersect(parseSubject("a.*"), parseSubject("*.b")); // "a.b"
 * ```
 */
export const intersect = (a: Subject, b: Subject): Subject | undefined => {
  let shared = "";
  for (let [left, right] = [0, 0]; ; ) {
    const leftEnd = tokenEnd(a, left);
    const rightEnd = tokenEnd(b, right);
    const l = a.slice(left, leftEnd);
    const r = b.slice(right, rightEnd);
    if (l === ">") return (shared + b.slice(right)) as Subject;
    if (r === ">") return (shared + a.slice(left)) as Subject;
    if (l !== r && l !== "*" && r !== "*") return undefined;
    shared += l === "*" ? r : l;
    const [endsLeft, endsRight] = [leftEnd === a.length, rightEnd === b.length];
    if (endsLeft || endsRight) return endsLeft && endsRight ? (shared as Subject) : undefined;
    shared += ".";
    left = leftEnd + 1;
    right = rightEnd + 1;
  }
};

/**
 * Whether some subject is named by both.
 *
 * @example
 * ```ts
 * import { overlaps, parseSubject } from "@kchat/auth";
 *
 * overlaps(parseSubject("a.*"), parseSubject("*.b")); // true
 * ```
 */
export const overlaps = (a: Subject, b: Subject): boolean => intersect(a, b) !== undefined;
