import { Writable } from "node:stream";
import { Box, render, Text } from "ink";
// No JSX: what it compiles to depends on the tsconfig of the folder that the sources are run from.
import { createElement, memo } from "react";

/** A mounted screen. */
export interface MountedScreen {
  /** Lays the rows out. What comes of it goes to the `onLines` of {@link mountScreen}, before this returns. */
  show(rows: readonly string[], columns: number): void;
  unmount(): void;
}

/** A row is laid out again only when its text changes. */
const ScreenRow = memo(function ScreenRow({ text }: { readonly text: string }) {
  return createElement(Text, { wrap: "truncate" }, text);
});

function rowOf(text: string) {
  return createElement(ScreenRow, { text });
}

function screenOf(rows: readonly string[]) {
  return createElement(Box, { flexDirection: "column" }, ...rows.map(rowOf));
}

/**
 * Mounts Ink over a sink instead of the terminal and hands each frame it composes to `onLines`. In its debug mode Ink writes
 * every frame whole and in one piece, and neither moves the cursor nor clears: its own output clears the scrollback on a
 * screen of full height and writes nothing at all where the environment says CI (ink 6.8: `build/ink.js`, `onRender`).
 */
export function mountScreen(onLines: (lines: readonly string[]) => void): MountedScreen {
  let mounted = true;
  const sink = new Writable({
    decodeStrings: false,
    write(frame: string, _encoding, done) {
      if (mounted) onLines(frame.split("\n"));
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
  return {
    show(rows, columns) {
      stdout.columns = columns;
      ink.rerender(screenOf(rows));
    },
    unmount() {
      mounted = false;
      ink.unmount();
    },
  };
}
