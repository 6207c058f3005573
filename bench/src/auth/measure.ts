import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (options: { type: "minor" }) => void;

/** One contender: what it does per operation. */
export interface Contender {
  /** Operations per turn: enough to pay for the garbage that they make and to outweigh cold caches. */
  readonly batch: number;
  run(): unknown;
}

// A server is warm; compilers take some thousand operations to be done.
const WARM_UP_MS = 500;

/**
 * Operations per second of processor time in each round, in which all contenders take their turn. All of them keep one
 * core busy, so on an idle machine that is the time on the clock; on a busy one it leaves out what others ran meanwhile.
 */
export async function compare<Names extends string>(
  contenders: Readonly<Record<Names, Contender>>,
  rounds: number,
): Promise<readonly Readonly<Record<Names, number>>[]> {
  const all = Object.entries(contenders) as [Names, Contender][];
  for (const [, contender] of all) {
    const end = performance.now() + WARM_UP_MS;
    while (performance.now() < end) await turn(contender);
  }
  const rates: Record<Names, number>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const rate = {} as Record<Names, number>;
    for (const [name, contender] of all) rate[name] = await turn(contender);
    rates.push(rate);
    // Each follows each of the others in turn, and what these leave in the caches.
    all.push(...all.splice(0, 1));
    if (round % 3 === 2) all.reverse();
  }
  return rates;
}

/** Operations per second of one turn, collecting and compiling in other threads included. */
async function turn({ batch, run }: Contender): Promise<number> {
  // What others left behind is theirs to pay for. Not a full collection: that drops the shapes that no object has just
  // then and the code compiled for them, so that each turn would be that of a cold process, and only for JavaScript.
  collect({ type: "minor" });
  const start = process.cpuUsage();
  for (let i = 0; i < batch; i += 1) {
    const result = run();
    // What answers at once is not made to wait.
    if (result instanceof Promise) await result;
  }
  const { user, system } = process.cpuUsage(start);
  return batch / ((user + system) / 1e6);
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
