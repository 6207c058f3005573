import { afterEach, describe, expect, it, vi } from "vitest";
import { DrainError, Lifecycle, onSignals } from "../../src/index.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a lifecycle where there is no process, as in a browser", () => {
  it("shuts down by hand, with the default deadline", async () => {
    vi.stubGlobal("process", undefined);
    const lifecycle = new Lifecycle();
    const left: string[] = [];
    lifecycle.hook("cleanup", "page", () => void left.push("page"));
    const { exitCode } = await lifecycle.shutdown();
    vi.unstubAllGlobals();
    expect({ exitCode, left }).toEqual({ exitCode: 0, left: ["page"] });
  });

  it("says that there are no signals to listen to", () => {
    vi.stubGlobal("process", undefined);
    let error: unknown;
    try {
      onSignals(new Lifecycle());
    } catch (thrown) {
      error = thrown;
    }
    vi.unstubAllGlobals();
    expect(DrainError.isInstance(error) && error.code).toBe("ERR_OPTION");
  });
});
