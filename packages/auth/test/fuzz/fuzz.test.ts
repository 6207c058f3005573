import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { judge } from "../../fuzz/judge.js";
import { fuzz } from "../../fuzz/main.js";
import { TARGETS, type Target } from "../../fuzz/targets.js";

const target = (parse: Target["parse"]): Target => ({ name: "broken", sort: "json", parse });

/** Only what is quadratic takes so long: `npm run fuzz` is where time is measured. */
const HOPELESS_MS = 5_000;

describe("the fuzzer", () => {
  it("reports any error that is not typed", () => {
    const finding = judge(
      target(() => {
        throw new RangeError("oops");
      }),
      "x",
    );
    expect(finding).toMatch(/broken: RangeError: oops: "x"/);
  });

  it("reports a parser that takes too long, and not one that a busy machine delayed once", () => {
    const work = (ms: number): void => {
      const [start, before] = [performance.now(), process.cpuUsage()];
      const used = () => process.cpuUsage(before).user / 1_000;
      while (used() < ms || performance.now() - start < ms);
    };
    const slow = target(() => work(6));
    expect(judge(slow, "x", { limitMs: 5 })).toMatch(/broken: \d+ ms/);
    let calls = 0;
    const delayedOnce = target(() => {
      calls += 1;
      if (calls === 1) work(200);
    });
    expect(judge(delayedOnce, "x")).toBeUndefined();
  });

  it("finds nothing in a short run", async () => {
    const run = { inputs: 20_000, seed: 2026, limitMs: HOPELESS_MS };
    expect(await fuzz(run)).toEqual({ inputs: 20_000, findings: [] });
  });
});

/** Texts that once broke a parser. */
const found = JSON.parse(
  readFileSync(new URL("corpus/found.json", import.meta.url), "utf8"),
) as readonly {
  readonly target: string;
  readonly text: string;
  readonly repeat?: number;
  readonly was: string;
}[];

describe("what the fuzzer found", () => {
  it.each(found)("$target: $was", ({ target, text, repeat = 1 }) => {
    const parser = TARGETS.find(({ name }) => name === target);
    expect(parser).toBeDefined();
    if (parser !== undefined)
      expect(judge(parser, text.repeat(repeat), { limitMs: HOPELESS_MS })).toBeUndefined();
  });
});
