import { ChatError, type ChatSnapshot, decodeChatToken, parseChannelName } from "../src/index.js";
import { readRoster } from "../src/presence/roster.js";
import { inputs } from "./inputs.js";
import { flawOf } from "./invariants.js";
import { Random } from "./random.js";
import { openRoom } from "./room.js";

/** Longest time for one input, in milliseconds. */
const limitMs = 50;
const maxFindings = 20;

/**
 * Plays a hostile peer to a whole chat. A finding is what throws, takes long, is shown without having been signed as it is,
 * exceeds a limit, or would reach a terminal as a control character.
 */
export async function fuzz(options: {
  inputs: number;
  seed: number;
}): Promise<{ inputs: number; findings: string[]; admitted: number }> {
  const random = new Random(options.seed);
  const room = await openRoom(random);
  const next = inputs(room, random);
  const findings = new Set<string>();
  let count = 0;
  let admitted = 0;
  for (; count < options.inputs && findings.size < maxFindings; count += 1) {
    const { subject, data, signedId } = next();
    const before = room.chat.getSnapshot();
    const finding =
      problemOf(() => room.deliver(subject, data)) ??
      problemOf(() => parse(subject, data)) ??
      forgeryIn(before, room.chat.getSnapshot(), signedId) ??
      flawOf(room.chat.getSnapshot());
    if (finding !== undefined) findings.add(`${finding}, by ${shown(subject, data)}`);
    if (room.chat.getSnapshot().refused === before.refused) admitted += 1;
    // Now and then, so that the proofs of names that were asked for arrive.
    if (count % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await room.chat.close({ flushMs: 1 });
  return { inputs: count, findings: [...findings], admitted };
}

/** Reads the bytes as everything that a peer's bytes are read as. */
function parse(subject: string, data: Uint8Array): void {
  const text = new TextDecoder("latin1").decode(data);
  readRoster(data);
  for (const read of [() => decodeChatToken(text), () => parseChannelName(subject)]) {
    try {
      read();
    } catch (error) {
      if (!ChatError.isInstance(error)) throw error;
    }
  }
}

function problemOf(run: () => void): string | undefined {
  const start = performance.now();
  try {
    run();
  } catch (error) {
    return `it threw ${String(error)}`;
  }
  if ("polluted" in {}) return "it polluted the prototype";
  // The best of some runs: a busy machine or a garbage collection is no finding.
  let bestMs = performance.now() - start;
  for (let runs = 1; bestMs > limitMs && runs < 5; runs += 1) {
    const again = performance.now();
    run();
    bestMs = Math.min(bestMs, performance.now() - again);
  }
  return bestMs <= limitMs ? undefined : `it took ${bestMs.toFixed()} ms`;
}

function forgeryIn(
  before: ChatSnapshot,
  after: ChatSnapshot,
  signedId: string | undefined,
): string | undefined {
  if (before.channels === after.channels && before.directs === after.directs) return undefined;
  const idsOf = ({ channels, directs }: ChatSnapshot) =>
    [...channels, ...directs].flatMap(({ messages }) => messages.map(({ id }) => id));
  const known = new Set(idsOf(before));
  const forged = idsOf(after).find((id) => id !== signedId && !known.has(id));
  return forged === undefined ? undefined : `${forged} was admitted, which nobody signed`;
}

function shown(subject: string, data: Uint8Array): string {
  return `${JSON.stringify(subject.slice(0, 200))} ${Buffer.from(data.subarray(0, 2_000)).toString("base64")}`;
}
