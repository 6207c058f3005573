import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Why there can't be a real terminal here; `undefined` when there can. */
export const noTmux: string | undefined =
  spawnSync("tmux", ["-V"]).status === 0 ? undefined : "tmux is not installed";

/** A shell in a real terminal, with a server of its own that nobody else uses. */
export interface TmuxShell {
  /** Types text as a keyboard does. */
  type(text: string): Promise<void>;
  /** Presses keys by tmux's names: `Enter`, `C-c`, `M-1`, `BTab`. */
  press(...keys: string[]): Promise<void>;
  /** Pastes as a terminal with bracketed paste does. */
  paste(text: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  screen(): Promise<string>;
  /** Waits until the screen shows something. */
  sees(text: string | RegExp, timeoutMs?: number): Promise<string>;
  /** What tmux knows of the pane, by the name of its variable. */
  fact(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Opens a shell of so many columns and rows. */
export async function tmuxShell(columns: number, rows: number): Promise<TmuxShell> {
  const folder = await mkdtemp(join(tmpdir(), "kchat-test-"));
  const socket = join(folder, "tmux");
  const tmux = async (...args: string[]) => (await run("tmux", ["-S", socket, ...args])).stdout;
  // Ink and colour libraries look at these; the person's shell has none of them.
  const { CI: _ci, FORCE_COLOR: _force, NO_COLOR: _no, TMUX: _tmux, ...env } = process.env;
  await run(
    "tmux",
    [
      "-S",
      socket,
      "-f",
      "/dev/null",
      "-u",
      "new-session",
      "-d",
      "-x",
      `${columns}`,
      "-y",
      `${rows}`,
      "sh",
    ],
    { env: { ...env, TERM: "xterm-256color", LC_ALL: "C.UTF-8", PS1: "$ " } },
  );
  await tmux("set-option", "-g", "status", "off");
  await tmux("set-option", "-g", "window-size", "manual");
  // It is a daemon: should the tests be killed, it ends itself. (tmux before 3.2 can't.)
  await tmux("run-shell", "-b", "-d", "300", "-C", "kill-server").catch(() => {});

  const screen = () => tmux("capture-pane", "-p");
  return {
    type: async (text) => void (await tmux("send-keys", "-l", "--", text)),
    press: async (...keys) => void (await tmux("send-keys", "--", ...keys)),
    async paste(text) {
      await tmux("set-buffer", "--", text);
      await tmux("paste-buffer", "-p");
    },
    resize: async (x, y) => void (await tmux("resize-window", "-x", `${x}`, "-y", `${y}`)),
    screen,
    async sees(text, timeoutMs = 15_000) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const shown = await screen();
        if (shown.search(text) !== -1) return shown;
        if (Date.now() > deadline) throw new Error(`${text} never came:\n${shown}`);
        await new Promise((done) => setTimeout(done, 50));
      }
    },
    fact: async (name) => (await tmux("display-message", "-p", `#{${name}}`)).trim(),
    async close() {
      await tmux("kill-server");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
