import { contains } from "./relations.js";
import type { Subject } from "./subject.js";
import { createSubjectTree } from "./subject-tree.js";

/**
 * The smallest part of a set of subjects that names the same subjects; keeps the order of first occurrence.
 *
 * Only containment by one other subject counts: `a.*` and `a.*.>` together are not turned into `a.>`.
 *
 * @throws {@link AuthError} `ERR_CLAIM_MALFORMED` for hostile sets of wildcards
 *
 * @example
 * ```ts
 * import { parseSubject, reduceSubjects } from "@kchat/auth";
 *
 * reduceSubjects([parseSubject("a.b"), parseSubject("a.*"), parseSubject("b")]); // ["a.*", "b"]
 * ```
 */
export const reduceSubjects = (subjects: Iterable<Subject>): Subject[] => {
  const distinct = [...new Set(subjects)];
  const tree = createSubjectTree<Subject>();
  for (const subject of distinct) tree.add(subject, subject);
  return distinct.filter(
    (subject) =>
      !tree
        .containersOf(subject)
        // The tree compares token by token, where `*` would swallow a final `>`.
        .some((container) => container !== subject && contains(container, subject)),
  );
};
