import { expect, it } from "vitest";
import { DrainError } from "../../src/index.js";

it("keeps the name of errors where a minifier has renamed their class", () => {
  class e extends DrainError {}
  expect(String(new e("ERR_OPTION", "no"))).toBe("DrainError: no");
});
