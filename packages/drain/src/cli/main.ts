#!/usr/bin/env node
import { runCli } from "./run.js";

// `kchat-drain … | head` closes our output: then there is nobody left to tell.
process.stdout.on("error", () => process.exit());

process.exitCode = await runCli(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  signal: AbortSignal.any([once("SIGINT"), once("SIGTERM")]),
});

function once(name: NodeJS.Signals): AbortSignal {
  const controller = new AbortController();
  process.once(name, () => controller.abort());
  return controller.signal;
}
