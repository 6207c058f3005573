import { describe, expect, it } from "vitest";
import { WorkQueue } from "../../src/admission/work-queue.js";

describe("WorkQueue", () => {
  it("runs only so many at once, in order, and refuses what is too much", async () => {
    const queue = new WorkQueue({ concurrency: 2, backlog: 2 });
    const started: number[] = [];
    const releases: (() => void)[] = [];
    const runs = [0, 1, 2, 3, 4].map((i) =>
      queue.run(async () => {
        started.push(i);
        await new Promise<void>((release) => releases.push(release));
        return i;
      }),
    );
    expect(runs[4]).toBeUndefined();
    expect(started).toEqual([0, 1]);
    releases.shift()?.();
    await runs[0];
    await expect.poll(() => started).toEqual([0, 1, 2]);
    for (let i = 0; i < 3; i++) {
      await expect.poll(() => releases.length).toBeGreaterThan(0);
      releases.shift()?.();
    }
    expect(await Promise.all(runs)).toEqual([0, 1, 2, 3, undefined]);
  });

  it("goes on after a job that fails", async () => {
    const queue = new WorkQueue({ concurrency: 1, backlog: 1 });
    const failed = queue.run(() => Promise.reject(new Error("no")));
    const next = queue.run(() => Promise.resolve("yes"));
    await expect(failed).rejects.toThrow("no");
    expect(await next).toBe("yes");
  });
});
