import { Writable } from "node:stream";
import { Box, render, Text } from "ink";
import { memo } from "react";

/** A mounted screen. */
export interface MountedScreen {
  /** Lays the rows out. What comes of it goes to the `onLines` of {@link mountScreen}, before this returns. */
  show(rows: readonly string[], columns: number): void;
  unmount(): void;
}

const ScreenRow = memo(function ScreenRow({ text }: { readonly text: string }) {
  return <Text wrap="truncate">{text}</Text>;
});

function Screen({ rows }: { readonly rows: readonly string[] }) {
  return (
    <Box flexDirection="column">
      {rows.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
        <ScreenRow key={index} text={text} />
      ))}
    </Box>
  );
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
  const ink = render(<Screen rows={[]} />, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: false,
  });
  return {
    show(rows, columns) {
      stdout.columns = columns;
      ink.rerender(<Screen rows={rows} />);
    },
    unmount() {
      mounted = false;
      ink.unmount();
    },
  };
}
