import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeKeys, flushKeys, idleDecoding } from "../../src/keys/decode.js";
import type { Key } from "../../src/keys/key.js";

function decodeAll(pieces: readonly string[]): readonly Key[] {
  let decoding = idleDecoding;
  const keys: Key[] = [];
  for (const piece of pieces) {
    const read = decodeKeys(decoding, piece);
    decoding = read.decoding;
    keys.push(...read.keys);
  }
  return [...keys, ...flushKeys(decoding).keys];
}

const named = (name: string, modified = false) => ({ kind: "named", name, modified });

describe("decodeKeys", () => {
  it.each([
    ["\r", named("enter")],
    ["\n", named("newline")],
    ["\u001b\r", named("enter", true)],
    ["\t", named("tab")],
    ["\u001b[Z", named("backtab")],
    ["\u007f", named("backspace")],
    ["\u001b\u007f", named("backspace", true)],
    ["\u001b[A", named("up")],
    ["\u001bOB", named("down")],
    ["\u001b[1;5C", named("right", true)],
    ["\u001b[3~", named("delete")],
    ["\u001b[5~", named("pageup")],
    ["\u001b[6;3~", named("pagedown", true)],
    ["\u001b[1~", named("home")],
    ["\u001bOF", named("end")],
    ["\u001b", named("escape")],
    ["\u0003", { kind: "ctrl", letter: "c" }],
    ["\u001b1", { kind: "alt", character: "1" }],
    ["\u001bé", { kind: "alt", character: "é" }],
    ["漢字 😀", { kind: "text", text: "漢字 😀" }],
    ["\u001b[200~a\rb\u001b[201~", { kind: "paste", text: "a\rb" }],
  ])("names %j", (input, key) => {
    expect(decodeAll([input])).toEqual([key]);
  });

  it("swallows sequences that it doesn't know, and nothing beside them", () => {
    expect(decodeAll(["a\u001b[?62;4cb\u001b[Ic"])).toEqual([
      { kind: "text", text: "a" },
      { kind: "text", text: "b" },
      { kind: "text", text: "c" },
    ]);
  });

  it("takes Ctrl-C for itself even when it follows Escape closely", () => {
    expect(decodeAll(["\u001b\u0003"])).toEqual([named("escape"), { kind: "ctrl", letter: "c" }]);
  });

  it("sends what is typed at a machine's speed line by line", () => {
    expect(decodeAll(["one\rtwo\r"])).toEqual([
      { kind: "text", text: "one" },
      named("enter"),
      { kind: "text", text: "two" },
      named("enter"),
    ]);
  });

  it("takes nothing inside of a paste for a key", () => {
    const pasted = "\u0003\u001b[A/quit\r\u001b[20";
    const keys = decodeAll([`\u001b[200~${pasted}`, "\u001b[201~"]);
    expect(keys.every(({ kind }) => kind === "paste")).toBe(true);
    expect(keys.map((key) => ("text" in key ? key.text : "")).join("")).toBe(pasted);
  });

  it("doesn't wait for ever for the end of what isn't a sequence", () => {
    const keys = decodeAll([`\u001b[${"1".repeat(100)}`]);
    expect(keys.map((key) => ("text" in key ? key.text : "")).join("")).toContain("1111");
  });

  it("gives the same keys wherever the input is cut", () => {
    const input = "hi 😀\u001b[1;5D\u001b[200~two\nlines\u001b[201~\u001b[Z漢\u001bx\r\u0015";
    // Where a text is cut it arrives as two keys, which write the same.
    const joined = (keys: readonly Key[]) => {
      const all: Key[] = [];
      for (const key of keys) {
        const last = all.at(-1);
        if (last && "text" in last && "text" in key && last.kind === key.kind) {
          all[all.length - 1] = { ...last, text: last.text + key.text };
        } else {
          all.push(key);
        }
      }
      return all;
    };
    const whole = joined(decodeAll([input]));
    const characters = [...input];
    fc.assert(
      fc.property(fc.array(fc.nat(characters.length), { maxLength: 8 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), characters.length];
        const pieces = edges
          .slice(1)
          .map((end, index) => characters.slice(edges[index], end).join(""));
        expect(joined(decodeAll(pieces))).toEqual(whole);
      }),
    );
  });
});
