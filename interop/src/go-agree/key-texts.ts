import { createHash } from "node:crypto";
import { fromRawSeed, type KeyKind, type KeyPair } from "@kchat/auth";
import type { Random } from "./random.js";

const KINDS = ["operator", "account", "user", "server", "cluster", "curve"] as const;
const PER_KIND = 4;

const pool: Readonly<Record<KeyKind, readonly KeyPair[]>> = Object.fromEntries(
  KINDS.map((kind) => [
    kind,
    Array.from({ length: PER_KIND }, (_, index) =>
      fromRawSeed(kind, createHash("sha256").update(`go-agree/${kind}/${index}`).digest()),
    ),
  ]),
) as Record<KeyKind, KeyPair[]>;

export const pair = (random: Random, kind: KeyKind = random.pick(KINDS)): KeyPair =>
  random.pick(pool[kind]);

export const seedOf = (key: KeyPair): string => new TextDecoder().decode(key.getSeed());

/** A public key, mostly of the kind that is wanted and well spelt. */
export function key(random: Random, kind: KeyKind): string {
  if (!random.one(5)) return pair(random, kind).publicKey;
  if (random.one(3)) return pair(random).publicKey;
  return spoilt(random, pair(random, kind).publicKey);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Another text: another spelling of the same key, or none at all. */
export function spoilt(random: Random, text: string): string {
  const at = random.int(text.length + 1);
  const last = ALPHABET[random.int(32)] as string;
  return random.pick([
    () => "",
    () => text + last,
    () => `${text}\n`,
    () => `${text.slice(0, at)}\r\n${text.slice(at)}`,
    () => text.slice(0, -1) + last,
    () => text.toLowerCase(),
    () => `${text}=`,
    () => ` ${text}`,
    () => text.slice(0, at),
    () => text.slice(0, at) + last + text.slice(at + 1),
    () => `${text}é`,
    () => crafted(random, random.pick([0, 1, 2, 3, 31, 32, 32, 32, 33, 40])),
    () => seedOf(pair(random)),
    () => new TextDecoder().decode(pair(random).getPrivateKey()),
  ])();
}

const HEADS = [
  0, 1, 5, 7, 8, 16, 18, 104, 105, 112, 119, 120, 144, 146, 149, 150, 160, 167, 184, 185, 191, 255,
];

/** Bytes of any length under any prefix, with a checksum that is right. */
function crafted(random: Random, length: number): string {
  const bytes = [random.pick(HEADS), ...random.bytes(length)];
  const crc = crc16(bytes);
  return base32([...bytes, crc & 255, crc >> 8]);
}

function crc16(bytes: readonly number[]): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let i = 0; i < 8; i++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

function base32(bytes: readonly number[]): string {
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => ALPHABET[Number.parseInt(group.padEnd(5, "0"), 2)])
    .join("");
}
