import { startServer } from "@kchat/nats-server";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteConf, writeBlock } from "../../src/nats-conf/syntax.js";

/** Each would change the meaning of the file if it got out of its quotes. */
const hostile = [
  '"',
  '"\nport: 1\n"',
  "\\",
  '\\"',
  "\\\\",
  "a\\",
  "\n",
  "\r\n}",
  "$HOME",
  "$2a$11$abc",
  "# comment",
  "// comment",
  "{ } [ ] ( )",
  "' single",
  "include ../secret",
  "<< X >>",
  "12345",
  "true",
  "2026-06-25",
  " outer blanks ",
  "\u0000",
  "\u001b[2J",
  "\u007f",
  "\u0085",
  "\u2028",
  "Zoë 🌍",
];

describe("writeBlock", () => {
  it("writes text that a real server reads back unchanged, whatever is in it", async () => {
    const random = fc.sample(fc.string({ unit: "grapheme", maxLength: 40 }), {
      numRuns: 200,
      seed: 7,
    });
    const texts = [...hostile, ...random];
    const metadata = Object.fromEntries(texts.map((text, i) => [`k${i}`, text]));
    const config = writeBlock({ port: -1, http: "127.0.0.1:-1", server_metadata: metadata });
    await using server = await startServer({ config });
    const response = await fetch(`${server.monitorUrl}/varz`);
    const varz = (await response.json()) as { metadata: Record<string, string> };
    expect(varz.metadata).toEqual(metadata);
  });

  it("keeps every text on one line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        expect(quoteConf(text)).not.toMatch(/[\n\r]/);
      }),
    );
  });

  it("leaves absent settings out, and nests blocks and lists", () => {
    const text = writeBlock({ a: 1, b: undefined, c: { d: ["x", { e: true }], f: [] } });
    expect(text).toBe(
      'a: 1\nc: {\n  d: [\n    "x"\n    {\n      e: true\n    }\n  ]\n  f: []\n}\n',
    );
  });
});
