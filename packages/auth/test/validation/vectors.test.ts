import { fileURLToPath } from "node:url";
import { describe, it } from "vitest";
import { subjectCases } from "../conformance/subjects.js";
import { validationCases } from "../conformance/validation.js";

const vectors = fileURLToPath(new URL("../vectors", import.meta.url));

describe("vectors of the Go library", () => {
  for (const { name, run } of [...subjectCases(vectors), ...validationCases(vectors)])
    it(name, run);
});
