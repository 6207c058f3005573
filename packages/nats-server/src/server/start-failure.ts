import { ConfigRefusedError, NatsServerError, PortTakenError } from "../errors.js";
import type { ServerExit } from "./server-process.js";

/** Turns what a server said before it ended, or failed to come up, into an error that says what to do. */
export function startFailure(facts: {
  binary: string;
  text: string;
  exit: ServerExit | undefined;
  spawnError: Error | undefined;
  readyTimeoutMs: number;
}): NatsServerError {
  const { binary, text, exit, spawnError, readyTimeoutMs } = facts;
  if (spawnError !== undefined) {
    return new NatsServerError(
      "ERR_BINARY_MISSING",
      `${binary} can't be executed: ${spawnError.message}`,
      { cause: spawnError },
    );
  }
  const taken = /listen tcp (\S+:(\d+)): bind: address already in use/.exec(text);
  if (taken?.[1] !== undefined) return new PortTakenError(taken[1], Number(taken[2]));
  if (exit === undefined) {
    return new NatsServerError(
      "ERR_NOT_READY",
      `nats-server wasn't ready after ${readyTimeoutMs} ms; its log ends with:\n${tail(text)}`,
    );
  }
  return configRefusal(text) ?? exitedEarly(exit, text);
}

/** The server's complaint about its configuration: `nats-server: FILE:LINE:COLUMN: REASON`. */
function configRefusal(text: string): ConfigRefusedError | undefined {
  const complaint = /^nats-server: (.+)$/ms.exec(text)?.[1]?.trim();
  if (complaint === undefined) return undefined;
  const placed = /^(.+?):(\d+):(?:\d+:)? (.*)$/s.exec(complaint);
  if (placed !== null) {
    return new ConfigRefusedError(placed[3] ?? complaint, placed[1], Number(placed[2]));
  }
  const line = /^Parse error on line (\d+)/i.exec(complaint)?.[1];
  return new ConfigRefusedError(
    complaint,
    undefined,
    line === undefined ? undefined : Number(line),
  );
}

function exitedEarly(exit: ServerExit, text: string): NatsServerError {
  const fatal = /\[FTL\] (.+)/.exec(text)?.[1];
  const how = exit.signal === null ? `code ${exit.code}` : exit.signal;
  return new NatsServerError(
    "ERR_EXITED",
    `nats-server ended (${how}) before it was ready: ${fatal ?? `its log ends with:\n${tail(text)}`}`,
  );
}

function tail(text: string): string {
  return text.trimEnd().split("\n").slice(-10).join("\n");
}
