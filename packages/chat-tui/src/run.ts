import type { ReadStream, WriteStream } from "node:tty";
import type { Chat } from "@kchat/chat-core";
import { loadInk } from "./ink/load.js";
import { createDeparture } from "./session/departure.js";
import { createPainter } from "./session/painter.js";
import { createSession } from "./session/session.js";
import { createWarnings, type Warnings } from "./session/warnings.js";
import { requireTerminal, takeTerminal } from "./terminal/terminal.js";
import { calendarOf } from "./view/calendar.js";
import { view } from "./view/view.js";

/** Options of {@link runTui}. */
export interface TuiOptions {
  /** A chat that was made; it may be started before or meanwhile. */
  chat: Chat;
  /** @default process.stdin */
  stdin?: ReadStream | undefined;
  /** @default process.stdout */
  stdout?: WriteStream | undefined;
  /**
   * What to do when the person leaves, while the screen says so. The signal aborts when they ask again: what is still going
   * on then is not waited for.
   *
   * @default closes the chat, which says goodbye
   */
  onQuit?: ((options: { signal: AbortSignal }) => void | Promise<void>) | undefined;
  /**
   * What else the person should know, above the messages.
   *
   * @default none
   */
  warnings?: Warnings | undefined;
  /**
   * Whether to use colours.
   *
   * @default what the terminal can do; NO_COLOR and FORCE_COLOR are heeded
   */
  colors?: boolean | undefined;
  /**
   * The IANA name of the zone in which times are shown.
   *
   * @default the machine's
   */
  timeZone?: string | undefined;
  /** Aborting it leaves as Ctrl-C does. */
  signal?: AbortSignal | undefined;
}

/** How long a terminal may take between an escape and the rest of its sequence, in milliseconds. */
const escapeMs = 40;

/** A second one of these forces, as a second Ctrl-C does. */
const exitSignals = ["SIGINT", "SIGTERM"] as const;

/**
 * Shows a chat in the terminal until the person leaves: Ctrl-C, `/quit`, a signal, a closed window. The terminal is given
 * back as it was when the promise settles, after an error too.
 *
 * @throws TuiError `ERR_TUI_NO_TERMINAL` when standard input or output isn't a terminal
 *
 * @example
 * ```ts
 * await chat.start();
 * await runTui({ chat });
 * ```
 */
export async function runTui(options: TuiOptions): Promise<void> {
  const { chat, stdin = process.stdin, stdout = process.stdout, signal } = options;
  const { onQuit = (leaving) => chat.close(leaving), warnings = createWarnings() } = options;
  const { colors = stdout.hasColors() } = options;
  requireTerminal(stdin, stdout);
  const calendar = calendarOf(options.timeZone);
  const { mountComposer } = await loadInk();
  const composer = mountComposer();

  const departure = createDeparture(onQuit);
  /** Whatever goes wrong in a handler ends the session, with the terminal given back. */
  const guarded =
    <Args extends unknown[]>(run: (...args: Args) => void) =>
    (...args: Args) => {
      try {
        run(...args);
      } catch (error) {
        departure.fail(error);
      }
    };

  const session = createSession({
    chat,
    page: () => painter.page(),
    onChange: () => painter.request(),
    onRedraw: () => terminal.invalidate(),
    onQuit: departure.ask,
  });
  const onExitSignal = guarded(() => session.leave("insist"));
  // A window that closes says so by a signal and by the end of the input: that is still one wish to leave.
  const onGone = guarded(() => session.leave("ask"));
  let escapeTimer: NodeJS.Timeout | undefined;
  const terminal = takeTerminal(stdin, stdout, {
    onInput: guarded((text: string) => {
      clearTimeout(escapeTimer);
      session.input(text);
      escapeTimer = setTimeout(guarded(session.pause), escapeMs);
    }),
    onResize: guarded(() => painter.request()),
    onGone,
  });
  const painter = createPainter({
    terminal,
    composer,
    frame: (size) =>
      view(chat.getSnapshot(), { ...session.ui(), warnings: warnings.texts }, size, calendar),
    colors,
    onError: departure.fail,
  });
  const onChange = guarded(() => {
    session.begin();
    painter.request();
  });
  const unsubscribes = [
    chat.subscribe(onChange),
    warnings.subscribe(guarded(() => painter.request())),
  ];
  for (const name of exitSignals) process.on(name, onExitSignal);
  process.on("SIGHUP", onGone);
  signal?.addEventListener("abort", onGone);
  try {
    onChange();
    if (signal?.aborted) onGone();
    await departure.done;
  } finally {
    terminal.restore();
    for (const unsubscribe of unsubscribes) unsubscribe();
    for (const name of exitSignals) process.off(name, onExitSignal);
    process.off("SIGHUP", onGone);
    signal?.removeEventListener("abort", onGone);
    clearTimeout(escapeTimer);
    painter.close();
  }
}
