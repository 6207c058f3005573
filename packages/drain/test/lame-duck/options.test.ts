import { manage } from "@kchat/drain";
import { describe, expect, it } from "vitest";

const connect = () => Promise.reject(new Error("no server here"));

describe("manage", () => {
  it.each([
    ["no server", { servers: [] }],
    ["a negative settling time", { servers: ["a"], settleMs: -1 }],
    ["an endless jitter", { servers: ["a"], jitterMs: Number.POSITIVE_INFINITY }],
    ["a settling time that no timer waits", { servers: ["a"], settleMs: 2 ** 31 }],
    ["a drain that no timer waits for", { servers: ["a"], drain: { deadlineMs: 2 ** 32 } }],
    ["no number at all", { servers: ["a"], attemptMs: Number.NaN }],
  ])("refuses %s before it connects", async (_, options) => {
    await expect(manage({ connect, ...options })).rejects.toMatchObject({ code: "ERR_OPTION" });
  });

  it("passes on why the first connection failed", async () => {
    await expect(manage({ connect, servers: ["a"] })).rejects.toThrow("no server here");
  });
});
