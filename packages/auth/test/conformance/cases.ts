import { credsCases } from "./creds.js";
import { decodeCases } from "./decode.js";
import { nkeyCases } from "./nkeys.js";
import { resolverCases } from "./resolver.js";
import { revocationCases } from "./revocations.js";
import { scopedUserCases } from "./scoped-user.js";
import { subjectCases } from "./subjects.js";
import { tokenCases } from "./tokens.js";
import { migrationCases } from "./v1-migration.js";
import { validationCases } from "./validation.js";
import type { Case } from "./vectors.js";

/** Every case of the vectors in a directory, in the layout of conformance/auth. */
export function* cases(dir: string): Iterable<Case> {
  yield* nkeyCases(dir);
  yield* tokenCases(dir);
  yield* decodeCases(dir);
  yield* migrationCases(dir);
  yield* credsCases(dir);
  yield* scopedUserCases(dir);
  yield* subjectCases(dir);
  yield* validationCases(dir);
  yield* revocationCases(dir);
  yield* resolverCases(dir);
}
