import type { Message } from "@kchat/drain";
import { describe, expect, it } from "vitest";
import { Overlap } from "../../src/lame-duck/overlap.js";

const message = (text: string, subject = "s", headers?: [string, string[]][]): Message =>
  ({
    subject,
    data: new TextEncoder().encode(text),
    ...(headers === undefined ? {} : { headers }),
  }) as unknown as Message;

describe("Overlap", () => {
  it("recognises the copy that the other connection brings, whichever is first", () => {
    const overlap = new Overlap<"old" | "new">(100, () => 0);
    expect(overlap.isCopy("old", message("1"))).toBe(false);
    expect(overlap.isCopy("new", message("1"))).toBe(true);
    expect(overlap.isCopy("new", message("2"))).toBe(false);
    expect(overlap.isCopy("old", message("2"))).toBe(true);
  });

  it("delivers a message as often as it was sent", () => {
    const overlap = new Overlap<"old" | "new">(100, () => 0);
    const sides = ["old", "old", "new", "old", "new", "new"] as const;
    const delivered = sides.filter((side) => !overlap.isCopy(side, message("same")));
    expect(delivered).toHaveLength(3);
  });

  it("rather delivers twice than takes a later message for a copy", () => {
    let nowMs = 0;
    const overlap = new Overlap<"old" | "new">(100, () => nowMs);
    expect(overlap.isCopy("old", message("beat"))).toBe(false);
    nowMs = 100;
    expect(overlap.isCopy("new", message("beat"))).toBe(false);
  });

  it("tells messages apart by subject, payload and headers", () => {
    const overlap = new Overlap<"old" | "new">(100, () => 0);
    overlap.isCopy("old", message("1", "a", [["k", ["v"]]]));
    expect(overlap.isCopy("new", message("1", "b", [["k", ["v"]]]))).toBe(false);
    expect(overlap.isCopy("new", message("2", "a", [["k", ["v"]]]))).toBe(false);
    expect(overlap.isCopy("new", message("1", "a", [["k", ["w"]]]))).toBe(false);
    expect(overlap.isCopy("new", message("1", "a"))).toBe(false);
    expect(overlap.isCopy("new", message("1", "a", [["k", ["v"]]]))).toBe(true);
  });

  it("compares payloads of a megabyte", () => {
    const overlap = new Overlap<"old" | "new">(100, () => 0);
    const large = "x".repeat(1 << 20);
    expect(overlap.isCopy("old", message(large))).toBe(false);
    expect(overlap.isCopy("new", message(`${large}y`))).toBe(false);
    expect(overlap.isCopy("new", message(large))).toBe(true);
  });
});
