import { describe, expect, it } from "vitest";
import { type ChatError, parseChannelName } from "../../src/index.js";

describe("parseChannelName", () => {
  it.each(["General", "KUBECON", "caf\u00e9", "日本語", "a-b_c", "a".repeat(64)])(
    "accepts %s as it is",
    (name) => expect(parseChannelName(name)).toBe(name),
  );

  it("brings a name into its canonical form, so that one channel has one subject", () => {
    expect(parseChannelName("cafe\u0301")).toBe("caf\u00e9");
  });

  it.each([
    ["nothing", ""],
    ["a dot", "a.b"],
    ["a wildcard", "*"],
    ["a full wildcard", ">"],
    ["white space", "a b"],
    ["a line break", "a\r\nPUB x 0"],
    ["a control character", "a\u0000"],
    ["a zero-width space", "a\u200bb"],
    ["a bidi override", "a\u202eb"],
    ["a lone surrogate", "a\ud800"],
    ["a system prefix", "$SYS"],
    ["a leading combining mark", "\u0301a"],
    ["more than 64 bytes", "é".repeat(33)],
  ])("refuses %s", (_what, name) => {
    expect(() => parseChannelName(name)).toThrow(
      expect.objectContaining({ code: "ERR_CHAT_CHANNEL" }) as ChatError,
    );
  });
});
