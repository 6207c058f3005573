import { sha256 } from "@noble/hashes/sha2.js";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const idLength = 26;

/**
 * A message's id: the first 26 characters of the base32 of the SHA-256 of its payload chunk. Nobody can choose it, and
 * two posts of one Go user in one second, which share a `jti`, differ.
 */
export function messageId(payload: string): string {
  const hash = sha256(new TextEncoder().encode(payload));
  let id = "";
  for (let bit = 0; id.length < idLength; bit += 5) {
    const pair = ((hash[bit >> 3] ?? 0) << 8) | (hash[(bit >> 3) + 1] ?? 0);
    id += alphabet[(pair >> (11 - (bit & 7))) & 31];
  }
  return id;
}
