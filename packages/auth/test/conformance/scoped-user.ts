import { equal, ok } from "node:assert/strict";
import {
  AuthError,
  hasEmptyPermissions,
  loadClaims,
  validateScopedSigner,
} from "../../src/index.js";
import { type Case, goldenKey, readVectors } from "./vectors.js";

interface ScopedUserVectors {
  readonly cases: readonly {
    name: string;
    nats: string;
    HasEmptyPermissions: string;
    ValidateScopedSigner: string;
  }[];
}

export function* scopedUserCases(dir: string): Iterable<Case> {
  const vectors = readVectors<ScopedUserVectors>(dir, "scoped-user.json");
  for (const { name, nats, HasEmptyPermissions, ValidateScopedSigner } of vectors?.cases ?? []) {
    yield {
      name: `scoped user: ${name}`,
      run() {
        const scope = { key: goldenKey("account-scoped-sk").publicKey };
        const user = loadClaims(
          "user",
          { iss: scope.key, sub: goldenKey("user").publicKey, iat: 1, nats: JSON.parse(nats) },
          { mode: "go" },
        );
        equal(String(hasEmptyPermissions(user)), HasEmptyPermissions);
        equal(
          outcome(() => validateScopedSigner(scope, user)),
          ValidateScopedSigner,
        );
      },
    };
    function outcome(run: () => void): string {
      try {
        run();
        return "ok";
      } catch (error) {
        ok(AuthError.isInstance(error));
        return error.message.startsWith(ValidateScopedSigner)
          ? ValidateScopedSigner
          : error.message;
      }
    }
  }
}
