import { chatHere, Stopped } from "./chat-here.js";
import { Cleanup } from "./cleanup.js";
import { explain } from "./explain.js";
import { onInterruption } from "./interruption.js";
import { parseOptions } from "./options.js";
import { playScript } from "./script.js";

const options = parseOptions(
  process.argv.slice(2),
  process.stdin.isTTY === true && process.stdout.isTTY === true,
);
const stopping = new AbortController();
const listen = () => onInterruption(() => stopping.abort(new Stopped()));
let unlisten = listen();
const cleanup = new Cleanup();
try {
  if (options.mode === "script") {
    process.exitCode = await playScript(options, cleanup, stopping.signal);
  } else {
    // On the screen Ctrl-C is a key, and the screen handles signals: it must give the terminal back.
    const onScreen = () => {
      unlisten();
      return () => {
        unlisten = listen();
      };
    };
    await chatHere(options, cleanup, { signal: stopping.signal, onScreen });
  }
} catch (error) {
  console.error(`kchat: ${explain(error, options)}`);
  process.exitCode = stopping.signal.aborted || error instanceof Stopped ? 130 : 1;
} finally {
  await cleanup.run();
  unlisten();
}
