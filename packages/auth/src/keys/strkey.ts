import { AuthError } from "../errors/auth-error.js";
import { base32Decode, base32Encode } from "./base32.js";
import { crc16 } from "./crc16.js";

/**
 * `strict` takes the one canonical spelling of a key; `go` also takes what the Go library takes: line breaks
 * inside, spare bits and stray characters at the end. Use `go` only to reproduce Go, never where keys are compared.
 */
export type KeyMode = "strict" | "go";

/** In characters. Go has no limit, but nothing is gained by looking through a megabyte. */
const LONGEST_TEXT: Readonly<Record<KeyMode, number>> = { strict: 128, go: 65_536 };

/** Text form of a key: base32 of `head | payload | crc16`, little endian. */
export function encodeKeyText(head: readonly number[], payload: Uint8Array): string {
  const bytes = new Uint8Array(head.length + payload.length + 2);
  bytes.set(head);
  bytes.set(payload, head.length);
  const end = bytes.length - 2;
  const crc = crc16(bytes, end);
  bytes[end] = crc & 0xff;
  bytes[end + 1] = crc >> 8;
  return base32Encode(bytes);
}

/** Why a text is no key. */
interface KeyProblem {
  readonly code: "ERR_KEY_MALFORMED" | "ERR_KEY_NOT_CANONICAL";
  readonly reason: string;
}

/** Bytes in front of the checksum. */
export function decodeKeyText(text: string, mode: KeyMode): Uint8Array {
  const decoded = readKeyText(text, mode);
  if (decoded instanceof Uint8Array) return decoded;
  throw new AuthError(decoded.code, decoded.reason);
}

/**
 * {@link decodeKeyText} for those who only ask: an error costs ten times as much as everything else. Every text longer
 * than any key is refused before work is spent on it.
 */
export function readKeyText(text: string, mode: KeyMode): Uint8Array | KeyProblem {
  const longest = LONGEST_TEXT[mode];
  if (text.length > longest) {
    return problem(
      "ERR_KEY_MALFORMED",
      `nkeys: invalid encoded key: expected at most ${longest} characters, got ${text.length}`,
    );
  }
  const decoded = base32Decode(text);
  if (decoded === undefined) {
    return problem(
      "ERR_KEY_MALFORMED",
      "illegal base32 data: a key holds only the characters A-Z and 2-7, upper case, without spaces",
    );
  }
  const { bytes: raw, canonical } = decoded;
  if (raw.length < 4) {
    return problem("ERR_KEY_MALFORMED", "nkeys: invalid encoded key: it is too short");
  }
  const end = raw.length - 2;
  const expected = (raw[end] as number) | ((raw[end + 1] as number) << 8);
  if (crc16(raw, end) !== expected) {
    return problem(
      "ERR_KEY_MALFORMED",
      "nkeys: invalid checksum: the key was cut or mistyped; copy it again",
    );
  }
  if (mode === "strict" && !canonical) {
    return problem(
      "ERR_KEY_NOT_CANONICAL",
      "this is another spelling of a valid key (line breaks, extra or changed last characters); expected the canonical text",
    );
  }
  return raw.subarray(0, end);
}

function problem(code: KeyProblem["code"], reason: string): KeyProblem {
  return { code, reason };
}
