/** Lowest and highest second byte of the sequences that some first bytes start. */
const SECOND: Readonly<Record<number, readonly [number, number]>> = {
  224: [160, 191],
  237: [128, 159],
  240: [144, 191],
  244: [128, 143],
};

const REPLACEMENT = [0xef, 0xbf, 0xbd];

/** The same text with U+FFFD for every byte that belongs to no character, as in Go; others merge some of them. */
export function withGoReplacements(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length * 3);
  let end = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = lengthAt(bytes, at);
    out.set(length === 0 ? REPLACEMENT : bytes.subarray(at, at + length), end);
    end += length || 3;
    at += length || 1;
  }
  return out.subarray(0, end);
}

/** Bytes of the character that starts here, 0 where none does. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 128) return 1;
  const length = first < 194 || first > 244 ? 0 : first < 224 ? 2 : first < 240 ? 3 : 4;
  const [low, high] = SECOND[first] ?? [128, 191];
  const second = bytes[at + 1] ?? 0;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i += 1) {
    const byte = bytes[at + i] ?? 0;
    if (byte < 128 || byte > 191) return 0;
  }
  return length;
}
