import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  activationHashId,
  goSubjectIssues,
  hasWildcards,
  isContainedIn,
  renamedSubject,
  renamingIssues,
} from "../../src/index.js";
import { type GoIssue, sorted } from "./validation.js";

interface Vectors {
  subjects: { subject: string; has_wildcards: boolean; issues: GoIssue[] }[];
  contained: { a: string; b: string; a_in_b: boolean }[];
  renaming: { to: string; from: string; to_subject: string; issues: GoIssue[] }[];
  activation_hash_ids: {
    issuer: string;
    subject: string;
    import_subject: string;
    hash_id: string;
  }[];
}

const errors = (texts: readonly string[]): GoIssue[] =>
  texts.map((description) => ({ description, blocking: true, time_check: false }));

/** The cases of `subjects.json`. */
export function* subjectCases(dir: string): Generator<{ name: string; run(): void }> {
  const vectors = JSON.parse(readFileSync(join(dir, "subjects.json"), "utf8")) as Vectors;
  for (const { subject, has_wildcards, issues } of vectors.subjects) {
    yield {
      name: `subjects: ${JSON.stringify(subject)}`,
      run() {
        strictEqual(hasWildcards(subject), has_wildcards);
        deepStrictEqual(sorted(errors(goSubjectIssues(subject))), sorted(issues));
      },
    };
  }
  for (const { a, b, a_in_b } of vectors.contained) {
    yield {
      name: `subjects: ${JSON.stringify(a)} contained in ${JSON.stringify(b)} is ${a_in_b}`,
      run: () => strictEqual(isContainedIn(a, b), a_in_b),
    };
  }
  for (const { to, from, to_subject, issues } of vectors.renaming) {
    yield {
      name: `subjects: ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}`,
      run() {
        strictEqual(renamedSubject(to), to_subject);
        deepStrictEqual(sorted(errors(renamingIssues(to, from))), sorted(issues));
      },
    };
  }
  for (const { issuer, subject, import_subject, hash_id } of vectors.activation_hash_ids) {
    yield {
      name: `subjects: activation hash id of ${JSON.stringify(import_subject)}`,
      run: () =>
        strictEqual(activationHashId({ issuer, subject, importSubject: import_subject }), hash_id),
    };
  }
}
