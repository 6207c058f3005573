import { fileURLToPath } from "node:url";
import { describe, it } from "vitest";
import { cases } from "./cases.js";

describe("chat token vectors", () => {
  const dir = fileURLToPath(new URL("../vectors", import.meta.url));
  for (const { name, run } of cases(dir)) it(name, run);
});
