import { afterEach, describe, expect, it } from "vitest";
import { type Composer, mountComposer } from "../../src/ink/mount.js";
import { paint } from "../../src/terminal/paint.js";
import { row, span } from "../../src/view/frame.js";

let composer: Composer | undefined;
afterEach(() => composer?.unmount());

const painted = (text: string, columns = 20) =>
  paint(row(columns, [span(text, { bold: true }), span(" ·")]), true);

describe("composing a frame with Ink", () => {
  it("gives a line for each row, equal and blank ones too", () => {
    composer = mountComposer();
    const lines = composer.compose(["one", "    ", "one", "two"], 20);
    expect(lines).toEqual(["one", "", "one", "two"]);
  });

  it("gives the same for a row that was there before as for a new one", () => {
    composer = mountComposer();
    const rows = [painted("漢字"), painted("n\u0308 👍"), painted("plain")];
    const first = composer.compose(rows, 20);
    expect(composer.compose([painted("above"), ...rows], 20).slice(1)).toEqual(first);
    expect(composer.compose(rows.slice(1), 20)).toEqual(first.slice(1));
  });

  it("lays everything out again for another width", () => {
    composer = mountComposer();
    const wide = "x".repeat(30);
    expect(composer.compose([wide], 30)).toEqual([wide]);
    expect(composer.compose([wide], 10)).toEqual([`${"x".repeat(9)}…`]);
    expect(composer.compose([wide], 30)).toEqual([wide]);
  });
});
