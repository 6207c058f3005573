import { throws } from "node:assert/strict";
import { AuthError, type ClaimKind, validateClaims } from "../../src/index.js";
import { equalIssues, type IssueVector } from "./issues.js";
import { type Case, deepFreeze, readVectors } from "./vectors.js";

interface ValidationVectors {
  readonly cases: readonly {
    name: string;
    kind: ClaimKind;
    claims: unknown;
    issues: readonly IssueVector[];
    decode_error?: string;
  }[];
}

export function* validationCases(dir: string): Iterable<Case> {
  const vectors = readVectors<ValidationVectors>(dir, "validation.json");
  for (const { name, kind, claims, issues, decode_error } of vectors?.cases ?? []) {
    yield {
      name: `validation: ${name}`,
      run() {
        const frozen = deepFreeze(claims);
        if (decode_error === undefined) equalIssues(kind, frozen, issues);
        else throws(() => validateClaims(kind, frozen), AuthError.isInstance);
      },
    };
  }
}
