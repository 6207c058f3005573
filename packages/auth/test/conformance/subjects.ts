import { equal } from "node:assert/strict";
import {
  activationHashId,
  goSubjectIssues,
  hasWildcards,
  isContainedIn,
  renamedSubject,
  renamingIssues,
} from "../../src/index.js";
import { type IssueVector, sameErrors } from "./issues.js";
import { type Case, readVectors } from "./vectors.js";

interface SubjectVectors {
  readonly subjects: readonly {
    subject: string;
    has_wildcards: boolean;
    issues: readonly IssueVector[];
  }[];
  readonly contained: readonly { a: string; b: string; a_in_b: boolean }[];
  readonly renaming: readonly {
    to: string;
    from: string;
    to_subject: string;
    issues: readonly IssueVector[];
  }[];
  readonly activation_hash_ids: readonly {
    issuer: string;
    subject: string;
    import_subject: string;
    hash_id: string;
  }[];
}

export function* subjectCases(dir: string): Iterable<Case> {
  const vectors = readVectors<SubjectVectors>(dir, "subjects.json");
  if (vectors === undefined) return;
  for (const { subject, has_wildcards, issues } of vectors.subjects) {
    yield {
      name: `subjects: ${JSON.stringify(subject)}`,
      run() {
        equal(hasWildcards(subject), has_wildcards);
        sameErrors(goSubjectIssues(subject), issues);
      },
    };
  }
  for (const { a, b, a_in_b } of vectors.contained) {
    yield {
      name: `subjects: ${JSON.stringify(a)} in ${JSON.stringify(b)}`,
      run: () => equal(isContainedIn(a, b), a_in_b),
    };
  }
  for (const { to, from, to_subject, issues } of vectors.renaming) {
    yield {
      name: `subjects: ${JSON.stringify(from)} as ${JSON.stringify(to)}`,
      run() {
        equal(renamedSubject(to), to_subject);
        sameErrors(renamingIssues(to, from), issues);
      },
    };
  }
  for (const { issuer, subject, import_subject, hash_id } of vectors.activation_hash_ids) {
    yield {
      name: `subjects: activation hash of ${import_subject}`,
      run: () =>
        equal(activationHashId({ issuer, subject, importSubject: import_subject }), hash_id),
    };
  }
}
