import type { Message } from "../connection/message.js";

/**
 * Delivers once what two connections deliver twice.
 *
 * While the old and the new connection both subscribe, a message of a subscription without a queue group arrives by
 * both. A copy is recognised by its content, and only if the other connection brought it less than `windowMs` ago: so
 * a repeated message is rather delivered twice than taken for a copy of one that only the old connection has seen.
 */
export class Overlap<Side> {
  readonly #unmatched = new Map<string, { side: Side; atMs: number }[]>();

  constructor(
    private readonly windowMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether the other side has delivered this message. */
  isCopy(side: Side, message: Message): boolean {
    const nowMs = this.now();
    const key = fingerprint(message);
    const earlier = (this.#unmatched.get(key) ?? []).filter(
      (entry) => nowMs - entry.atMs < this.windowMs,
    );
    const match = earlier.findIndex((entry) => entry.side !== side);
    if (match === -1) earlier.push({ side, atMs: nowMs });
    else earlier.splice(match, 1);
    if (earlier.length === 0) this.#unmatched.delete(key);
    else this.#unmatched.set(key, earlier);
    return match !== -1;
  }
}

function fingerprint(message: Message): string {
  const { subject, reply = "", data, headers } = message;
  const lines = headers === undefined ? "" : JSON.stringify([...headers]);
  let text = `${subject}\n${reply}\n${lines}\n`;
  // In pieces: a whole payload as arguments overflows the stack.
  for (let at = 0; at < data.length; at += 8_192) {
    text += String.fromCharCode(...data.subarray(at, at + 8_192));
  }
  return text;
}
