import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromRawSeed, type KeyKind, type KeyPair } from "../../src/index.js";

export interface Case {
  readonly name: string;
  run(): void | Promise<void>;
}

/** A vector file, or undefined when the directory does not hold it. */
export function readVectors<Shape>(dir: string, file: string): Shape | undefined {
  const path = join(dir, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Shape) : undefined;
}

const KINDS: readonly (readonly [string, KeyKind])[] = [
  ["operator", "operator"],
  ["account", "account"],
  ["user", "user"],
  ["server", "server"],
  ["cluster", "cluster"],
  ["xkey", "curve"],
];

export function kindOfLabel(label: string): KeyKind {
  const found = KINDS.find(([prefix]) => label.startsWith(prefix));
  if (found === undefined) throw new Error(`no kind for label ${label}`);
  return found[1];
}

/** Raw seed of a golden key: sha256 of its label. */
export function rawSeed(label: string): Uint8Array {
  return createHash("sha256").update(`kchat/golden/${label}`).digest();
}

export function goldenKey(label: string): KeyPair {
  return fromRawSeed(kindOfLabel(label), rawSeed(label));
}

export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}

/** Errors of Go's own standard library stand for "refused"; all others are to be found in our message. */
export function isLibraryText(text: string): boolean {
  return !/^(illegal base(64|32) data|json:|invalid character)|%!q\(/.test(text);
}
