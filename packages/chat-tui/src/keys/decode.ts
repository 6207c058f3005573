import type { Key, KeyName } from "./key.js";

/** What the decoder has read but can't name yet. */
export interface KeyDecoding {
  /** The beginning of a sequence whose end hasn't arrived. */
  readonly pending: string;
  readonly pasting: boolean;
}

/** Nothing read yet. */
export const idleDecoding: KeyDecoding = { pending: "", pasting: false };

const esc = "\u001b";
const pasteStart = "[200~";
const pasteEnd = `${esc}[201~`;

/** Longer than any sequence a keyboard sends: what has no end by then was no sequence. */
const longestSequence = 32;

const controlNames: Readonly<Record<string, KeyName>> = {
  "\r": "enter",
  "\n": "newline",
  "\t": "tab",
  "\b": "backspace",
  "\u007f": "backspace",
};

const sequenceNames: Readonly<Record<string, KeyName>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  Z: "backtab",
  "1~": "home",
  "3~": "delete",
  "4~": "end",
  "5~": "pageup",
  "6~": "pagedown",
  "7~": "home",
  "8~": "end",
};

/**
 * Turns what a terminal sent into keys, whatever the pieces it arrives in: a sequence may be cut anywhere, and a thousand
 * keys may come at once.
 *
 * @returns the keys, and the state to pass in with the next piece
 *
 * @example
 * ```ts
 * const { keys } = decodeKeys(idleDecoding, "hi\r"); // the text "hi", then enter
 * ```
 */
export function decodeKeys(
  before: KeyDecoding,
  input: string,
): { readonly keys: readonly Key[]; readonly decoding: KeyDecoding } {
  const keys: Key[] = [];
  let { pasting } = before;
  let rest = before.pending + input;
  while (rest !== "") {
    if (pasting) {
      const end = rest.indexOf(pasteEnd);
      const text =
        end === -1 ? rest.slice(0, rest.length - unfinishedEnd(rest)) : rest.slice(0, end);
      if (text !== "") keys.push({ kind: "paste", text });
      if (end === -1) return { keys, decoding: { pending: rest.slice(text.length), pasting } };
      pasting = false;
      rest = rest.slice(end + pasteEnd.length);
      continue;
    }
    const read = readKey(rest);
    if (read === "unfinished") return { keys, decoding: { pending: rest, pasting } };
    if (read.key === "paste") pasting = true;
    else if (read.key !== undefined) keys.push(read.key);
    rest = rest.slice(read.length);
  }
  return { keys, decoding: { pending: "", pasting } };
}

/**
 * Names what is pending when nothing more follows for a while: a lone escape is the Escape key.
 *
 * @example
 * ```ts
 * flushKeys({ pending: "\u001b", pasting: false }).keys; // the key "escape"
 * ```
 */
export function flushKeys(before: KeyDecoding): {
  readonly keys: readonly Key[];
  readonly decoding: KeyDecoding;
} {
  if (before.pasting || before.pending === "") return { keys: [], decoding: before };
  return { keys: before.pending === esc ? [named("escape")] : [], decoding: idleDecoding };
}

interface Read {
  readonly key: Key | "paste" | undefined;
  readonly length: number;
}

function readKey(input: string): Read | "unfinished" {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what ends a run of text
  const text = /^[^\u0000-\u001f\u007f]+/.exec(input)?.[0];
  if (text !== undefined) return { key: { kind: "text", text }, length: text.length };
  const first = input.charAt(0);
  if (first === esc) return readSequence(input);
  const name = controlNames[first];
  if (name !== undefined) return { key: named(name), length: 1 };
  const letter = String.fromCharCode(first.charCodeAt(0) + 0x60);
  return { key: { kind: "ctrl", letter }, length: 1 };
}

function readSequence(input: string): Read | "unfinished" {
  if (input.length === 1) return "unfinished";
  const second = input.charAt(1);
  // A control key never comes with Alt, but it may follow the Escape key closely.
  if (second < " " && controlNames[second] === undefined)
    return { key: named("escape"), length: 1 };
  if (second !== "[" && second !== "O") {
    const name = controlNames[second];
    if (name !== undefined) return { key: named(name, true), length: 2 };
    const character = String.fromCodePoint(input.codePointAt(1) ?? 0);
    return { key: { kind: "alt", character }, length: 1 + character.length };
  }
  const sequence = /^[[O][\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]/.exec(input.slice(1))?.[0];
  if (sequence === undefined) {
    if (/^[[O][\x20-\x3f]*$/.test(input.slice(1)) && input.length < longestSequence)
      return "unfinished";
    return { key: undefined, length: 2 };
  }
  const length = 1 + sequence.length;
  if (sequence === pasteStart) return { key: "paste", length };
  return { key: nameSequence(sequence.slice(1)), length };
}

/** `A`, `1;5A`, `3~`, `3;5~`: the parameter behind the semicolon tells of Shift, Alt and Ctrl. */
function nameSequence(body: string): Key | undefined {
  const [, number = "", modifiers, final = ""] = /^(\d*)(?:;(\d+))?([A-Za-z~])$/.exec(body) ?? [];
  const name = sequenceNames[final === "~" ? `${number}~` : final];
  return name === undefined ? undefined : named(name, modifiers !== undefined && modifiers !== "1");
}

/** How many characters at the end may be the beginning of the mark that ends a paste. */
function unfinishedEnd(text: string): number {
  for (let length = Math.min(pasteEnd.length - 1, text.length); length > 0; length -= 1) {
    if (pasteEnd.startsWith(text.slice(-length))) return length;
  }
  return 0;
}

function named(name: KeyName, modified = false): Key {
  return { kind: "named", name, modified };
}
