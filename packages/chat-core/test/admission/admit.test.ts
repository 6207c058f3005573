import { createUser } from "@kchat/auth";
import { expect, it } from "vitest";
import { admit } from "../../src/admission/admit.js";
import { createRateLimit } from "../../src/admission/rate.js";
import { createSeenSet } from "../../src/admission/seen.js";
import { systemRandom } from "../../src/chat/environment.js";
import { composePost, composePresence } from "../../src/token/compose.js";

it("takes a post of 4 KiB and more, but no presence of that size, which is kept for each member", () => {
  const verdictOn = (kind: "online" | "posts.General", name: string) => {
    const keyPair = createUser();
    const key = keyPair.getPublicKey();
    const author = { keyPair, key, name, space: "S", clock: Date.now, random: systemRandom };
    const { token } =
      kind === "online"
        ? composePresence(author, { periodSeconds: 30 })
        : composePost(author, "General", "hello");
    const context = {
      space: "S",
      horizonMs: 60_000,
      seen: createSeenSet({ horizonMs: 60_000, capacity: 10 }),
      rate: createRateLimit({ perSecond: 1, burst: 1, keys: 1 }),
    };
    const verdict = admit(`chat.S.${kind}`, new TextEncoder().encode(token), Date.now(), context);
    return "refused" in verdict ? verdict.refused : "admitted";
  };
  const long = "x".repeat(3_000);
  expect(verdictOn("online", long)).toBe("size");
  expect(verdictOn("posts.General", long)).toBe("admitted");
  expect(verdictOn("online", "x".repeat(2_000))).toBe("admitted");
});
