import { equal, ok, throws } from "node:assert/strict";
import { AuthError, claimJson, decodeToken } from "../../src/index.js";
import { equalIssues, type IssueVector } from "./issues.js";
import { type Case, readVectors } from "./vectors.js";

interface MigrationVectors {
  readonly cases: readonly {
    name: string;
    v1_token: string;
    decode_error?: string;
    decoded_v2_json?: string;
    issues?: readonly IssueVector[];
  }[];
}

export function* migrationCases(dir: string): Iterable<Case> {
  const vectors = readVectors<MigrationVectors>(dir, "v1-migration.json");
  for (const { name, v1_token, decode_error, decoded_v2_json, issues } of vectors?.cases ?? []) {
    yield {
      name: `v1 migration: ${name}`,
      run() {
        for (const mode of ["strict", "go"] as const) {
          if (decode_error !== undefined) {
            throws(
              () => decodeToken(v1_token, { mode }),
              (error) => AuthError.isInstance(error) && error.message.includes(decode_error),
            );
            continue;
          }
          const { kind, claims } = decodeToken(v1_token, { mode });
          equal(claimJson(kind, claims as never), decoded_v2_json);
          ok(issues);
          equalIssues(kind, claims, issues);
        }
      },
    };
  }
}
