import { expect, it } from "vitest";
import { ProvisionerError, RefusedError } from "../src/client/index.js";

it("keeps the names of errors where a minifier has renamed their classes", () => {
  class e extends ProvisionerError {}
  expect(String(new e("ERR_TIMEOUT", "no"))).toBe("ProvisionerError: no");
  const refusal = { code: "ERR_BUSY", message: "busy" } as const;
  expect(new RefusedError(refusal).name).toBe("RefusedError");
});
