import { Writable } from "node:stream";
import { Box, render, Text } from "ink";
// No JSX: what it compiles to depends on the tsconfig of the folder that the sources are run from.
import { createElement } from "react";

/** Ink, mounted over nothing that it could write to. */
export interface Composer {
  /** Lays rows out, each for itself: one line for each row. */
  compose(rows: readonly string[], columns: number): readonly string[];
  unmount(): void;
}

function rowOf(text: string) {
  return createElement(Text, { wrap: "truncate" }, text);
}

function screenOf(rows: readonly string[]) {
  return createElement(Box, { flexDirection: "column" }, ...rows.map(rowOf));
}

/**
 * Mounts Ink over a sink instead of the terminal. In its debug mode Ink writes every frame whole and in one piece, and neither
 * moves the cursor nor clears: its own output clears the scrollback on a screen of full height and writes nothing at all where
 * the environment says CI (ink 6.8: `build/ink.js`, `onRender`).
 *
 * Only rows that weren't on the last frame are laid out: Ink takes 15 ms for a whole screen, and a key changes one row.
 */
export function mountComposer(): Composer {
  let frame: readonly string[] = [];
  const sink = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      frame = text.split("\n");
      done();
    },
  });
  const stdout = Object.assign(sink, { columns: 80, rows: 24 });
  const ink = render(screenOf([]), {
    stdout: stdout as unknown as NodeJS.WriteStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: false,
  });
  let composed = new Map<string, string>();
  return {
    compose(rows, columns) {
      if (columns !== stdout.columns) composed.clear();
      stdout.columns = columns;
      const fresh = [...new Set(rows)].filter((text) => !composed.has(text));
      if (fresh.length > 0) ink.rerender(screenOf(fresh));
      for (const [index, text] of fresh.entries()) composed.set(text, frame[index] ?? "");
      const lines = rows.map((text) => composed.get(text) ?? "");
      composed = new Map(rows.map((text, index) => [text, lines[index] ?? ""]));
      return lines;
    },
    unmount: () => ink.unmount(),
  };
}
