import { expect, it } from "vitest";
import { AuthError, InvalidClaimError } from "../../src/index.js";

it("keeps the names of errors where a minifier has renamed their classes", () => {
  class e extends AuthError {}
  expect(String(new e("ERR_NAME", "no"))).toBe("AuthError: no");
  expect(new InvalidClaimError("a claim", []).name).toBe("InvalidClaimError");
});
