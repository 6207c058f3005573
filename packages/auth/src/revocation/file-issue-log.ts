import { open, stat } from "node:fs/promises";
import { AuthError } from "../errors/auth-error.js";
import { isPublicKey } from "../keys/public-key.js";
import type { IssueLog, IssueRecord } from "./issue-log.js";

/**
 * An issue log in a file, one JSON object a line, readable by its owner alone. Appending is one write, so several processes
 * may share it; a line that was cut by a crash is skipped.
 *
 * @example
 * const log = fileIssueLog(".kchat/issued.jsonl");
 * await log.append({ name: "wally", publicKey, issuedAt, expiresAt });
 */
export function fileIssueLog(path: string): IssueLog {
  return {
    append: (record) => append(path, record),
    records: (name) => read(path, name),
  };
}

async function append(path: string, record: IssueRecord): Promise<void> {
  const { name, publicKey, issuedAt, expiresAt } = record;
  const line = JSON.stringify({ name, publicKey, issuedAt, expiresAt });
  const file = await open(path, "a", 0o600);
  try {
    // A leading line end as well: the record survives behind a line that a crash cut short.
    await file.write(`\n${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function* read(path: string, name: string | undefined): AsyncIterable<IssueRecord> {
  if (!(await exists(path))) return;
  const file = await open(path, "r");
  try {
    for await (const line of file.readLines()) {
      const record = parse(line);
      if (record && (name === undefined || record.name === name)) yield record;
    }
  } finally {
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isFile()) return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw new AuthError("ERR_STORE", `the issue log ${path} can't be read`, { cause });
  }
  throw new AuthError("ERR_STORE", `the issue log ${path} is not a file`);
}

function parse(line: string): IssueRecord | undefined {
  try {
    const { name, publicKey, issuedAt, expiresAt } = JSON.parse(line) as Record<string, unknown>;
    if (typeof name !== "string" || !Number.isSafeInteger(issuedAt)) return undefined;
    if (typeof publicKey !== "string" || !isPublicKey(publicKey, "user")) return undefined;
    const base = { name, publicKey, issuedAt: Number(issuedAt) };
    return Number.isSafeInteger(expiresAt) ? { ...base, expiresAt: Number(expiresAt) } : base;
  } catch {
    return undefined;
  }
}
