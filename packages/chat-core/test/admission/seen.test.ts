import { describe, expect, it } from "vitest";
import { createSeenSet } from "../../src/admission/seen.js";

describe("createSeenSet", () => {
  it("doesn't take what comes for seen because ids of the future had to be forgotten", () => {
    const seen = createSeenSet({ horizonMs: 1_000, capacity: 2 });
    seen.add("hostile", Number.MAX_SAFE_INTEGER, 100);
    for (const id of ["a", "b", "c"]) seen.add(id, 160, 100);
    expect(seen.has("honest", 100)).toBe(false);
    expect(seen.has("old", 99)).toBe(true);
  });

  it("remembers an id for its horizon and forgets it afterwards", () => {
    const seen = createSeenSet({ horizonMs: 1_000, capacity: 10 });
    seen.add("a", 0, 0);
    expect(seen.has("a", 0)).toBe(true);
    seen.add("b", 5_000, 5_000);
    expect(seen.size).toBe(1);
  });

  it("stays within its capacity", () => {
    const seen = createSeenSet({ horizonMs: 1_000_000, capacity: 100 });
    for (let index = 0; index < 10_000; index += 1) seen.add(`id${index}`, index, index);
    expect(seen.size).toBe(100);
  });

  it("doesn't let a flood make an old message admissible again", () => {
    const seen = createSeenSet({ horizonMs: 1_000_000, capacity: 100 });
    seen.add("victim", 50, 50);
    for (let index = 0; index < 200; index += 1) seen.add(`id${index}`, 100 + index, 100 + index);
    expect(seen.has("victim", 50)).toBe(true);
    expect(seen.has("unknown and new", 1_000)).toBe(false);
  });
});
