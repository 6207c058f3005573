import type { ReadStream, WriteStream } from "node:tty";
import { TuiError } from "../errors.js";
import type { Size } from "../view/frame.js";
import { drawPicture, enterScreen, leaveScreen, type Picture } from "./draw.js";

/** The person's side of a terminal: what it tells. */
export interface TerminalEvents {
  onInput(text: string): void;
  onResize(): void;
  /** The terminal went away: its window was closed, or the connection to it was lost. */
  onGone(): void;
}

/** A terminal that was taken over, until `restore`. */
export interface Terminal {
  size(): Size;
  /** Draws a picture; while the terminal doesn't keep up, only the latest one. */
  draw(picture: Picture): void;
  /** Forgets what the terminal shows: the next picture is drawn whole. */
  invalidate(): void;
  /** Gives the terminal back as it was. Safe to call twice. */
  restore(): void;
}

/**
 * Makes sure that there is a terminal to take over.
 *
 * @throws TuiError `ERR_TUI_NO_TERMINAL`
 */
export function requireTerminal(stdin: ReadStream, stdout: WriteStream): void {
  if (stdin.isTTY && stdout.isTTY) return;
  const which = stdin.isTTY ? "output" : "input";
  throw new TuiError(
    "ERR_TUI_NO_TERMINAL",
    `kchat needs a terminal, but its ${which} is not one: start it without pipes and redirections, over ssh with -t and in Docker with -it.`,
  );
}

/**
 * Takes a terminal over: raw mode, the alternate screen, bracketed paste. It is given back by `restore`, and when the
 * process exits without it.
 */
export function takeTerminal(
  stdin: ReadStream,
  stdout: WriteStream,
  events: TerminalEvents,
): Terminal {
  const wasRaw = stdin.isRaw;
  let shown: Picture | undefined;
  let waiting: Picture | undefined;
  let taken = true;

  const onData = (data: string | Buffer) => events.onInput(data.toString());
  const onDrain = () => {
    const picture = waiting;
    waiting = undefined;
    if (picture !== undefined) draw(picture);
  };
  const onResize = () => {
    shown = undefined;
    events.onResize();
  };
  const onGone = () => events.onGone();

  function draw(picture: Picture): void {
    if (!taken) return;
    if (stdout.writableNeedDrain) {
      waiting = picture;
      return;
    }
    const bytes = drawPicture(shown, picture);
    shown = picture;
    if (bytes !== "") stdout.write(bytes);
  }

  function restore(): void {
    if (!taken) return;
    taken = false;
    process.off("exit", restore);
    stdin.off("data", onData).off("end", onGone).off("close", onGone).off("error", onGone);
    stdout.off("drain", onDrain).off("resize", onResize);
    stdin.pause();
    // Either may be gone together with the window. The answer to the last write may be an error that comes later.
    if (!stdin.destroyed) stdin.setRawMode(wasRaw);
    if (stdout.writable) stdout.write(leaveScreen, () => stdout.off("error", onGone));
  }

  process.once("exit", restore);
  stdout.on("error", onGone).on("drain", onDrain).on("resize", onResize);
  stdout.write(enterScreen);
  stdin.setRawMode(true);
  stdin.setEncoding("utf8");
  stdin.on("data", onData).on("end", onGone).on("close", onGone).on("error", onGone);
  stdin.resume();

  return {
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    draw,
    invalidate: () => {
      shown = undefined;
    },
    restore,
  };
}
