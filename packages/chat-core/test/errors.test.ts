import { expect, it } from "vitest";
import { ChatError, TokenError } from "../src/index.js";

it("keeps the names of errors where a minifier has renamed their classes", () => {
  class e extends ChatError {}
  expect(String(new e("ERR_CHAT_STATE", "no"))).toBe("ChatError: no");
  expect(new TokenError("signature").name).toBe("TokenError");
});
