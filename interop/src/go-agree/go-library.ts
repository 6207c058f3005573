import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { whyUnavailable } from "../programs/why-unavailable.js";
import type { Answer, Question } from "./case.js";

const execute = promisify(execFile);
const BUILD_TIMEOUT_MS = 10 * 60_000;
/** Questions on their way at once: enough to keep both sides busy, few enough for the pipe. */
const BATCH = 200;

/** The Go libraries, answering questions. */
export interface GoLibrary {
  ask(questions: readonly Question[]): Promise<readonly Answer[]>;
  stop(): void;
}

let building: Promise<string | { readonly skipped: string }> | undefined;

/** Builds the Go program beside this file, once, and starts it, or says why it can't be had. */
export async function startGoLibrary(): Promise<GoLibrary | { readonly skipped: string }> {
  building ??= build();
  const path = await building;
  return typeof path === "string" ? converse(spawn(path)) : path;
}

async function build(): Promise<string | { readonly skipped: string }> {
  const directory = fileURLToPath(new URL("../../.bin/go-agree/", import.meta.url));
  await mkdir(directory, { recursive: true });
  const path = `${directory}go-agree`;
  try {
    await execute("go", ["build", "-mod=readonly", "-o", path, "."], {
      cwd: fileURLToPath(new URL("./", import.meta.url)),
      timeout: BUILD_TIMEOUT_MS,
    });
  } catch (error) {
    const reason = whyUnavailable(error);
    if (reason === undefined) throw error;
    return { skipped: reason };
  }
  return path;
}

function converse({ stdin, stdout, stderr }: ChildProcess): GoLibrary {
  if (!stdin || !stdout || !stderr) throw new Error("the Go program has no standard streams");
  let complaint = "";
  stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    async ask(questions) {
      const answers: Answer[] = [];
      for (let start = 0; start < questions.length; start += BATCH) {
        const batch = questions.slice(start, start + BATCH);
        stdin.write(batch.map((question) => `${JSON.stringify(question)}\n`).join(""));
        for (const _ of batch) {
          const { value, done } = await lines.next();
          if (done) throw new Error(`the Go program ended: ${complaint}`);
          answers.push(JSON.parse(value) as Answer);
        }
      }
      return answers;
    },
    stop: () => stdin.end(),
  };
}
