const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const INVALID = 255;

const values = new Uint8Array(128).fill(INVALID);
for (let i = 0; i < ALPHABET.length; i += 1) values[ALPHABET.charCodeAt(i)] = i;

// Bytes in a last group of so many characters; Go drops one of 1, 3 or 6 altogether.
const BYTES_OF_REST = [0, 0, 1, 0, 2, 3, 0, 4];
const LINE_BREAKS = /[\r\n]/g;

// Pairs of characters, so that encoding makes half as many string concatenations.
const pairs = Array.from(
  { length: 1024 },
  (_, i) => `${ALPHABET[i >> 5] as string}${ALPHABET[i & 31] as string}`,
);

/** RFC 4648 base32 without padding. */
export function base32Encode(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    buffer = ((buffer & 0x3ff) << 8) | (bytes[i] as number);
    bits += 8;
    if (bits >= 10) {
      bits -= 10;
      text += pairs[(buffer >> bits) & 0x3ff] as string;
    }
  }
  if (bits >= 5) {
    bits -= 5;
    text += ALPHABET[(buffer >> bits) & 31] as string;
  }
  if (bits > 0) text += ALPHABET[(buffer << (5 - bits)) & 31] as string;
  return text;
}

/** What base32 text stands for. */
export interface Base32 {
  readonly bytes: Uint8Array;
  /** Whether the text is the one that {@link base32Encode} writes. */
  readonly canonical: boolean;
}

/**
 * Decodes like Go's `base32.NoPadding`: CR and LF are skipped anywhere and the spare bits at the end are ignored,
 * so several texts give the same bytes. Undefined for any other character.
 */
export function base32Decode(text: string): Base32 | undefined {
  const exact = decode(text);
  if (exact !== undefined) return exact;
  const compact = text.replace(LINE_BREAKS, "");
  const loose = compact.length === text.length ? undefined : decode(compact);
  return loose && { bytes: loose.bytes, canonical: false };
}

function decode(text: string): Base32 | undefined {
  const whole = text.length >> 3;
  const rest = text.length & 7;
  const length = whole * 5 + (BYTES_OF_REST[rest] as number);
  const bytes = new Uint8Array(length);
  let at = 0;
  let buffer = 0;
  let bits = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? (values[code] as number) : INVALID;
    if (value === INVALID) return undefined;
    buffer = ((buffer & 0xff) << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      if (at < length) bytes[at] = (buffer >> bits) & 0xff;
      at += 1;
    }
  }
  const hasSpareBits = (buffer & ((1 << bits) - 1)) !== 0;
  return { bytes, canonical: at === length && bits < 5 && !hasSpareBits };
}
