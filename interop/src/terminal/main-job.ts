import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TmuxShell, tmuxShell } from "../../../packages/chat-tui/test/tmux/tmux.js";

/** The shell's prompt, a person's or root's, on a line of its own: the program in the foreground has ended. */
export const prompt = /^[$#] *$/m;

/** A directory for one main job, and the terminals that it is started in. */
export interface MainJob extends AsyncDisposable {
  /** Types `npm start` with flags into a terminal of its own. */
  start(...flags: string[]): Promise<TmuxShell>;
  /** Types it again into a terminal whose program has ended. */
  startAgain(terminal: TmuxShell, ...flags: string[]): Promise<void>;
  /** What the host wrote for those who join; `undefined` when there is no host. */
  session(): Promise<{ readonly pid: number; readonly url: string } | undefined>;
}

/** A directory for one main job, removed with everything that runs in it. */
export async function mainJob(): Promise<MainJob> {
  const dir = await mkdtemp(join(tmpdir(), "kchat-main-job-"));
  const file = join(dir, "chat", "session.json");
  const terminals: TmuxShell[] = [];
  const command = (flags: string[]) => ["npm start --silent --", ...flags, "--dir", dir].join(" ");
  async function startAgain(terminal: TmuxShell, ...flags: string[]): Promise<void> {
    await terminal.type(command(flags));
    await terminal.press("Enter");
  }
  return {
    async start(...flags) {
      const terminal = await tmuxShell(100, 24);
      terminals.push(terminal);
      await startAgain(terminal, ...flags);
      return terminal;
    },
    startAgain,
    async session() {
      const written = await access(file)
        .then(() => true)
        .catch(() => false);
      return written ? JSON.parse(await readFile(file, "utf8")) : undefined;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(terminals.map((terminal) => terminal.close()));
      await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    },
  };
}
