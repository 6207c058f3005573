import { describe, it } from "vitest";
import { cases } from "./cases.js";

describe("vectors of the Go libraries", () => {
  for (const { name, run } of cases(new URL("../vectors", import.meta.url).pathname)) it(name, run);
});
