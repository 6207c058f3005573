import { describe, expect, it } from "vitest";
import { namesInMemory } from "../../src/admission/names.js";

describe("namesInMemory", () => {
  it("keeps a name for its key, whatever the case it is written in", () => {
    const names = namesInMemory({ now: () => 0 });
    expect(names.reserve("Wally", "U1", 1000)).toBe("reserved");
    expect(names.reserve("wally", "U2", 1000)).toBe("taken");
    expect(names.reserve("WALLY", "U1", 1000)).toBe("reserved");
  });

  it("gives a name to another key once its time is over", () => {
    let nowMs = 0;
    const names = namesInMemory({ now: () => nowMs });
    names.reserve("wally", "U1", 1000);
    nowMs = 999;
    expect(names.reserve("wally", "U2", 5000)).toBe("taken");
    nowMs = 1000;
    expect(names.reserve("wally", "U2", 5000)).toBe("reserved");
    expect(names.reserve("wally", "U1", 5000)).toBe("taken");
  });

  it("never shortens a reservation", () => {
    let nowMs = 0;
    const names = namesInMemory({ now: () => nowMs });
    names.reserve("wally", "U1", 1000);
    names.reserve("wally", "U1", 10);
    nowMs = 500;
    expect(names.reserve("wally", "U2", 1000)).toBe("taken");
  });

  it("refuses new names when it is full, and keeps the old ones", () => {
    let nowMs = 0;
    const names = namesInMemory({ capacity: 2, now: () => nowMs });
    names.reserve("a", "U1", 1000);
    names.reserve("b", "U2", 2000);
    expect(names.reserve("c", "U3", 1000)).toBe("full");
    expect(names.reserve("a", "U1", 1000)).toBe("reserved");
    nowMs = 1000;
    expect(names.reserve("c", "U3", 3000)).toBe("reserved");
  });
});
