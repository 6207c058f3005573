import { execFileSync } from "node:child_process";
import { chmod, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { mutate } from "../mutate.js";
import { mutateJson } from "../mutate-json.js";
import type { Random } from "../random.js";

/** What was done to a store, and how it is undone. */
export interface Damage {
  readonly what: string;
  undo(): Promise<void>;
}

const NAMES = [
  ".hidden",
  "..x",
  "...",
  "a\nb",
  "a\\b",
  "a\u202eb",
  "\ud800",
  "nul",
  "CON.jwt",
  " x ",
  "x.",
  "é",
  "e\u0301",
  "__proto__",
  "constructor",
  "-rf",
  "$(id)",
  "{{name()}}",
  "x".repeat(250),
  "X.JWT",
  ".jwt",
  ".nk",
  ".json",
] as const;

/** Does one bad thing to a file of the store, or beside it. */
export function damage(file: string, random: Random, corpus: readonly string[]): Promise<Damage> {
  switch (random.int(8)) {
    case 0:
      return replace(file, "a directory", () => mkdir(file));
    case 1: {
      const target = random.pick([file, "/nowhere", "/dev/zero", "/etc", "..", "/etc/hostname"]);
      return replace(file, `a link to ${target}`, () => symlink(target, file));
    }
    case 2:
      return random.int(10) === 0
        ? replace(file, "a pipe", () => execFileSync("mkfifo", [file]))
        : forbid(file);
    case 3:
      return addBeside(file, random);
    default:
      return rewrite(file, random, corpus);
  }
}

async function replace(
  file: string,
  what: string,
  make: () => Promise<unknown> | unknown,
): Promise<Damage> {
  const before = await readFile(file);
  await rm(file);
  await make();
  return {
    what: `${what} instead of ${file}`,
    undo: async () => {
      await rm(file, { recursive: true, force: true });
      await writeFile(file, before);
    },
  };
}

async function forbid(file: string): Promise<Damage> {
  await chmod(file, 0);
  return { what: `mode 0 of ${file}`, undo: () => chmod(file, 0o600) };
}

async function addBeside(file: string, random: Random): Promise<Damage> {
  const path = join(dirname(file), random.pick(NAMES));
  if (random.int(2) === 0) await mkdir(path);
  else await writeFile(path, await readFile(file));
  return { what: JSON.stringify(path), undo: () => rm(path, { recursive: true, force: true }) };
}

async function rewrite(file: string, random: Random, corpus: readonly string[]): Promise<Damage> {
  const before = await readFile(file);
  const text = random.int(10) === 0 ? random.pick(corpus) : before.toString();
  const isJson = text.startsWith("{") && random.int(2) === 0;
  const after = isJson ? mutateJson(text, random) : mutate(text, random, corpus);
  // Half of the time bytes that are no UTF-8.
  const encoding = random.int(2) === 0 ? "utf8" : "latin1";
  await writeFile(file, after, encoding);
  return {
    what: `${file} holds ${encoding} ${JSON.stringify(after.slice(0, 300))}`,
    undo: () => writeFile(file, before),
  };
}
