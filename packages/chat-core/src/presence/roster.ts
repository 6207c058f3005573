import { maxTokenBytes } from "../token/parse.js";

/** More than this isn't read: verifying takes time, and the answerer isn't trusted. */
const maxRosterTokens = 2_000;

/** The reply to a roster request: the presence tokens on a line each, newest first, as many as fit. */
export function writeRoster(tokens: readonly string[], maxBytes: number): Uint8Array {
  let text = "";
  for (const token of tokens) {
    const next = text === "" ? token : `${text}\n${token}`;
    if (next.length > maxBytes) break;
    text = next;
  }
  return new TextEncoder().encode(text);
}

/** The tokens of a roster reply, at most 2000; each still has to be admitted as if it had come alone. */
export function readRoster(reply: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  while (start < reply.length && lines.length < maxRosterTokens) {
    const found = reply.indexOf(10, start);
    const end = found < 0 ? reply.length : found;
    if (end > start && end - start <= maxTokenBytes) lines.push(reply.subarray(start, end));
    start = end + 1;
  }
  return lines;
}
