const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const INVALID = 255;
const SKIPPED = 254;

const values = new Uint8Array(128).fill(INVALID);
for (let i = 0; i < ALPHABET.length; i += 1) values[ALPHABET.charCodeAt(i)] = i;
values[10] = SKIPPED;
values[13] = SKIPPED;

// Go drops a last group of 1, 3 or 6 characters altogether.
const BYTES_OF_REST = [0, 0, 1, 0, 2, 3, 0, 4];

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

/**
 * Decodes like Go's `base32.NoPadding`: CR and LF are skipped anywhere and the spare bits at the end are ignored,
 * so several texts give the same bytes. Undefined for any other character.
 */
export function base32DecodeLoose(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array((text.length * 5) >> 3);
  let length = 0;
  let characters = 0;
  let buffer = 0;
  let bits = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? (values[code] as number) : INVALID;
    if (value === SKIPPED) continue;
    if (value === INVALID) return undefined;
    characters += 1;
    buffer = ((buffer & 0xff) << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[length] = (buffer >> bits) & 0xff;
      length += 1;
    }
  }
  const whole = Math.floor(characters / 8) * 5 + (BYTES_OF_REST[characters % 8] as number);
  return bytes.subarray(0, Math.min(length, whole));
}

/** Decodes the one spelling that {@link base32Encode} writes; undefined for every other one. */
export function base32Decode(text: string): Uint8Array | undefined {
  const bytes = base32DecodeLoose(text);
  return bytes !== undefined && base32Encode(bytes) === text ? bytes : undefined;
}
