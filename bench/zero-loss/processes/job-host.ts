import { setTimeout as sleep } from "node:timers/promises";
import { consume, type ManagedConnection, manage } from "@kchat/drain";
import { connector, type Generation } from "../generations.js";
import { pullJobs } from "../jetstream.js";
import { serve } from "./remote.js";

const workers = new Map<string, ManagedConnection>();
const done = new Map<string, number>();
let started = 0;
let unclean = 0;

const methods = {
  /** Starts a worker of the queue. */
  async start(name: string, generation: Generation, urls: readonly string[]): Promise<void> {
    const worker = await manage({
      servers: urls,
      connect: connector(generation),
      jitterMs: 300,
      drain: { deadlineMs: 15_000 },
      prepare: async (tracked) => {
        const messages = await pullJobs(generation, tracked.connection);
        const handler = async (job: { string(): string }) => {
          started += 1;
          const id = job.string();
          await sleep(5 + Math.random() * 20);
          done.set(id, (done.get(id) ?? 0) + 1);
        };
        consume(tracked, messages, handler, { concurrency: 10 });
      },
    });
    workers.set(name, worker);
  },

  /** Has a worker leave; what it fetched and didn't begin goes to the others. */
  async leave(name: string): Promise<void> {
    const report = await workers.get(name)?.drain();
    workers.delete(name);
    if (report?.outcome !== "clean") unclean += 1;
  },

  /** Which jobs were done, and how often. */
  report(): { done: Map<string, number>; started: number; unclean: number } {
    return { done, started, unclean };
  },
};

/** The calls that the parent can make. */
export type JobHost = typeof methods;

serve(methods);
