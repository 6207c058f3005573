import { AuthError } from "../src/index.js";
import type { Target } from "./targets.js";

/** Longest time for a text of up to 1 MiB, milliseconds. */
const LIMIT_MS = 50;
/** No machine is as busy as that. */
const HOPELESS_MS = 2_000;

/** What is wrong with how a parser took a text; undefined when nothing is. */
export function judge(target: Target, text: string): string | undefined {
  const first = run(target, text);
  if (first.problem !== undefined) return first.problem;
  if (first.ms <= LIMIT_MS) return undefined;
  if (first.ms > HOPELESS_MS) return slow(target, text, first.ms);
  // A busy machine or a garbage collection is no finding: the best of some runs counts.
  const best = Math.min(...[1, 2, 3, 4].map(() => run(target, text).ms));
  return best <= LIMIT_MS ? undefined : slow(target, text, best);
}

function slow(target: Target, text: string, ms: number): string {
  return `${target.name}: ${ms.toFixed()} ms for ${text.length} characters: ${shown(text)}`;
}

function run(target: Target, text: string): { ms: number; problem?: string } {
  const start = performance.now();
  let problem: string | undefined;
  try {
    target.parse(text);
  } catch (error) {
    if (!AuthError.isInstance(error)) problem = `${target.name}: ${error}: ${shown(text)}`;
  }
  const ms = performance.now() - start;
  if ("polluted" in {}) problem = `${target.name}: prototype polluted by ${shown(text)}`;
  return problem === undefined ? { ms } : { ms, problem };
}

function shown(text: string): string {
  return JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}...` : text);
}
