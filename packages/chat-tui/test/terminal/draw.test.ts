import xterm from "@xterm/headless";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawPicture, enterScreen, type Picture } from "../../src/terminal/draw.js";
import { paint } from "../../src/terminal/paint.js";
import { plainText, row, span } from "../../src/view/frame.js";
import { hostileTexts } from "../fixtures/hostile.js";

const columns = 40;
const rows = 6;

/** What a terminal shows after these bytes. */
async function shown(bytes: string): Promise<string[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(bytes, done));
  const buffer = terminal.buffer.active;
  const lines = Array.from(
    { length: rows },
    (_, y) => buffer.getLine(y)?.translateToString() ?? "",
  );
  terminal.dispose();
  return lines;
}

function picture(texts: readonly string[], cursor?: Picture["cursor"]): Picture {
  const lines = texts.map((text) =>
    paint(row(columns, [span(text, { bold: true, color: "red" }), span("|")]), true),
  );
  return { lines, cursor };
}

describe("drawPicture", () => {
  it("writes nothing when nothing changed", () => {
    const one = picture(["a", "b"], { column: 1, row: 1 });
    expect(drawPicture(one, { ...one })).toBe("");
  });

  it("writes the rows that changed and no others", () => {
    const bytes = drawPicture(picture(["same", "old"]), picture(["same", "new"]));
    expect(bytes).toContain("new");
    expect(bytes).not.toContain("same");
  });

  it("puts the cursor where the picture says, and hides it where it says nothing", () => {
    expect(drawPicture(undefined, picture(["a"], { column: 4, row: 2 }))).toContain(
      "\u001b[3;5H\u001b[?25h",
    );
    expect(drawPicture(undefined, picture(["a"]))).not.toContain("\u001b[?25h");
  });

  it("erases the rows that the next picture no longer has", async () => {
    const before = picture(["one", "two", "three"]);
    const after = picture(["one"]);
    const lines = await shown(
      enterScreen + drawPicture(undefined, before) + drawPicture(before, after),
    );
    expect(lines.map((line) => line.trim())).toEqual(["one|", "", "", "", "", ""]);
  });

  it("fills the last row and column without scrolling", async () => {
    const full = picture(Array.from({ length: rows }, (_, index) => `${index}`.repeat(columns)));
    const lines = await shown(enterScreen + drawPicture(undefined, full));
    expect(lines[0]).toMatch(/^0+…$/);
    expect(lines[rows - 1]).toMatch(/^5+…$/);
  });

  it("draws the same by differences as at once", async () => {
    const text = fc.oneof(
      fc.constantFrom(...Object.values(hostileTexts).map((hostile) => hostile.slice(0, 60))),
      fc.string({ maxLength: 30 }),
    );
    const pictures = fc.array(fc.array(text, { maxLength: rows }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(pictures, async (all) => {
        let before: Picture | undefined;
        let bytes = enterScreen;
        for (const texts of all) {
          const after = picture(texts);
          bytes += drawPicture(before, after);
          before = after;
        }
        const whole = enterScreen + drawPicture(undefined, picture(all.at(-1) ?? []));
        expect(await shown(bytes)).toEqual(await shown(whole));
      }),
      { numRuns: 40 },
    );
  });

  // xterm knows the widths of Unicode 6 only: to it most emoji are one column wide, so it disagrees with us on purpose.
  it.each(Object.entries(hostileTexts))(
    "keeps what stands behind a text that %s in its column, whatever widths the terminal believes in",
    async (_, text) => {
      const line = row(columns, [...row(20, [span(text)]), span("| behind")]);
      const bytes = drawPicture(undefined, { lines: [paint(line, true)], cursor: undefined });
      const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
      await new Promise<void>((done) => terminal.write(enterScreen + bytes, done));
      const cells = terminal.buffer.active.getLine(0);
      const at = Array.from({ length: 8 }, (_, x) => cells?.getCell(20 + x)?.getChars() || " ");
      expect(at.join("")).toBe("| behind");
    },
  );

  it.each(Object.entries(hostileTexts))(
    "sends no sequence that a text which %s brought along",
    (_, text) => {
      const bytes = drawPicture(undefined, picture([text, `x${text}y`]));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: our own sequences, all of them
      const ours = /\u001b\[(\?2026[hl]|\?25[hl]|\d+;\d+H|\d+G|2[KJ]|\d{1,2}m)/g;
      expect(bytes.replace(ours, "")).not.toMatch(/\p{Cc}/u);
    },
  );
});

describe("paint", () => {
  const line = row(10, [span("alice", { bold: true, color: "cyan" }), span(" ●", { dim: true })]);

  it("writes styles around each span and closes them", () => {
    expect(paint(line, true)).toBe(
      "\u001b[1m\u001b[36malice\u001b[22m\u001b[39m\u001b[2m ●\u001b[22m   ",
    );
  });

  it("keeps weight and leaves colours out where there are none", () => {
    expect(paint(line, false)).toBe("\u001b[1malice\u001b[22m\u001b[2m ●\u001b[22m   ");
  });

  it("adds nothing that isn't a style", () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: styles are escape sequences
    expect(paint(line, true).replace(/\u001b\[\d+m/g, "")).toBe(plainText(line));
  });
});
