import { isContainedIn } from "./go-subject.js";
import type { LiteralSubject, Subject } from "./subject.js";

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
  const left = a.split(".");
  const right = b.split(".");
  const shared: string[] = [];
  for (let index = 0; ; index++) {
    const l = left[index];
    const r = right[index];
    if (l === undefined && r === undefined) return shared.join(".") as Subject;
    if (l === undefined || r === undefined) return undefined;
    if (l === ">") return [...shared, ...right.slice(index)].join(".") as Subject;
    if (r === ">") return [...shared, ...left.slice(index)].join(".") as Subject;
    if (l !== r && l !== "*" && r !== "*") return undefined;
    shared.push(l === "*" ? r : l);
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
