import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AuthError } from "../errors/auth-error.js";

/** No token, seed or creds file is larger (`jwt: v2/decoder.go` refuses tokens above 1 MiB). */
const LARGEST_BYTES = 1 << 20;

/**
 * Writes a file that only its owner can read, all of it or none: a reader sees the old text or the new one.
 *
 * @throws AuthError `ERR_EXISTS` for `mode: "create"` when the file is already there; `ERR_STORE` when the
 * file system refuses.
 */
export async function writePrivate(
  path: string,
  text: string,
  mode: "create" | "replace" = "replace",
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${token()}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeSynced(temporary, text);
    // link() refuses an existing target, rename() replaces it; both are atomic.
    if (mode === "create") await link(temporary, path);
    else await rename(temporary, path);
  } catch (cause) {
    if (errno(cause) === "EEXIST") {
      throw new AuthError("ERR_EXISTS", `${path} exists already`, { cause });
    }
    throw new AuthError(
      "ERR_STORE",
      `${path} can't be written (${errno(cause)}); check that the directory is yours and the disk has room`,
      { cause },
    );
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text, "utf8");
    await file.sync();
  } finally {
    await file.close();
  }
}

function token(): string {
  return randomBytes(6).toString("hex");
}

/**
 * Reads a text file of the store; `undefined` when there is none.
 *
 * @throws AuthError `ERR_STORE` when it is not a file, larger than 1 MiB, or can't be read.
 */
export async function readText(path: string): Promise<string | undefined> {
  try {
    // Without O_NONBLOCK a pipe in place of the file would hold us until somebody writes to it.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      // A device has size 0 and no end.
      if (!stats.isFile()) throw otherKind(path);
      const { size } = stats;
      if (size > LARGEST_BYTES) throw tooLarge(path, size);
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (AuthError.isInstance(cause)) throw cause;
    if (isMissing(cause)) return undefined;
    throw unreadable(path, cause);
  }
}

function otherKind(path: string): AuthError {
  return new AuthError("ERR_STORE", `${path} is a directory, a device or a pipe; expected a file`);
}

function tooLarge(path: string, size: number): AuthError {
  return new AuthError(
    "ERR_STORE",
    `${path} has ${size} bytes; a token, seed or creds file has at most ${LARGEST_BYTES}`,
  );
}

/** The entries of a directory, sorted by name; empty when there is no such directory. */
export async function entriesOf(path: string): Promise<{ name: string; directory: boolean }[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .map((entry) => ({ name: entry.name, directory: entry.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): AuthError {
  const isOther = ["EISDIR", "ENOTDIR", "ELOOP"].includes(errno(cause));
  return new AuthError(
    isOther ? "ERR_STORE" : "ERR_STORE",
    `${path} can't be read (${errno(cause)}); ${isOther ? "another kind of file is in its place" : "check its permissions"}`,
    { cause },
  );
}

function isMissing(error: unknown): boolean {
  return errno(error) === "ENOENT";
}

function errno(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code ?? error);
}
