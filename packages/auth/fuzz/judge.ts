import { AuthError } from "../src/index.js";
import type { Target } from "./targets.js";

/** Longest time for a text of up to 1 MiB, milliseconds, on a machine that does nothing else. */
const BOUND_MS = 50;
/** A machine of continuous integration is half as fast, and this one may be busy. */
const ALLOWANCE = 2;

/** Times after which an input is a finding, milliseconds of processor time. */
export interface Judgement {
  /** @default 100: 50 for a machine that does nothing else, doubled */
  readonly limitMs?: number | undefined;
}

/** What is wrong with how a parser took a text; undefined when nothing is. */
export function judge(
  target: Target,
  text: string,
  { limitMs = BOUND_MS * ALLOWANCE }: Judgement = {},
): string | undefined {
  const first = run(target, text);
  if (first.problem !== undefined) return first.problem;
  if (first.ms <= limitMs) return undefined;
  // Compiling and collecting garbage are no finding: the best of some runs counts, if it can still be good.
  const again = first.ms > 20 * limitMs ? 0 : 4;
  const best = Math.min(first.ms, ...Array.from({ length: again }, () => run(target, text).ms));
  return best <= limitMs ? undefined : slow(target, text, best);
}

function slow(target: Target, text: string, ms: number): string {
  return `${target.name}: ${ms.toFixed()} ms for ${text.length} characters: ${shown(text)}`;
}

function run(target: Target, text: string): { ms: number; problem?: string } {
  const [start, processor] = [performance.now(), process.cpuUsage()];
  let problem: string | undefined;
  try {
    target.parse(text);
  } catch (error) {
    if (!AuthError.isInstance(error)) problem = `${target.name}: ${error}: ${shown(text)}`;
  }
  const { user, system } = process.cpuUsage(processor);
  // The clock counts what others do on a busy machine, processor time what helps beside this thread.
  const ms = Math.min(performance.now() - start, (user + system) / 1_000);
  if ("polluted" in {}) problem = `${target.name}: prototype polluted by ${shown(text)}`;
  return problem === undefined ? { ms } : { ms, problem };
}

function shown(text: string): string {
  return JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}...` : text);
}
