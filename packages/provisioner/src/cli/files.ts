import { readFileSync } from "node:fs";
import { ProvisionerError } from "../errors.js";

/** Where the file of each flag is found: what to try when there is none. */
const places = {
  "--acc": "the JWT of an account is at stores/<operator>/accounts/<name>/<name>.jwt of its store",
  "--sk": "the seed of signing key AD5… is at keys/A/D5/AD5….nk of its store",
  "--creds":
    "those of chat-access are at creds/<operator>/<account>/chat-access.creds of the store",
} as const;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of the path is no directory",
  EISDIR: "this is a directory, not a file",
  EACCES: "this process may not read it",
};

/**
 * Reads the file that a flag names.
 *
 * @throws ProvisionerError `ERR_OPTION`
 */
export function readFlag(flag: keyof typeof places, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no code";
    const reason = reasons[code] ?? `it can't be read (${code})`;
    const message = `${flag} ${file}: ${reason}; ${places[flag]}`;
    throw new ProvisionerError("ERR_OPTION", message, { cause });
  }
}
