import type { Composer } from "../ink/mount.js";
import { paint } from "../terminal/paint.js";
import type { Terminal } from "../terminal/terminal.js";
import type { Size } from "../view/frame.js";
import type { ChatFrame } from "../view/view.js";

/** What a painter works with. */
export interface PainterOptions {
  readonly terminal: Terminal;
  readonly composer: Composer;
  readonly frame: (size: Size) => ChatFrame;
  readonly colors: boolean;
  readonly onError: (error: unknown) => void;
}

/** Brings frames to the terminal, however often they are asked for. */
export interface Painter {
  /** Asks for a frame: now, or when the last one is old enough. */
  request(): void;
  /** How many messages the last frame showed. */
  page(): number;
  close(): void;
}

/** Time between two frames while much happens, in milliseconds. */
const frameMs = 16;

/** Makes a painter. */
export function createPainter(options: PainterOptions): Painter {
  const { terminal, composer, frame, colors, onError } = options;
  let page = 0;
  let timer: NodeJS.Timeout | undefined;
  let requested = false;

  function paintNow(): void {
    requested = false;
    const size = terminal.size();
    const next = frame(size);
    page = next.page;
    const rows = next.rows.map((row) => paint(row, colors));
    terminal.draw({ lines: composer.compose(rows, size.columns), cursor: next.cursor });
    timer = setTimeout(onFrameDue, frameMs);
  }

  function onFrameDue(): void {
    timer = undefined;
    if (!requested) return;
    try {
      paintNow();
    } catch (error) {
      onError(error);
    }
  }

  return {
    request() {
      requested = true;
      if (timer === undefined) onFrameDue();
    },
    page: () => page,
    close() {
      clearTimeout(timer);
      composer.unmount();
    },
  };
}
