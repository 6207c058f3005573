import { randomUUID } from "node:crypto";
import {
  closeSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { K8sConfigError } from "../errors.js";

/** More than any topology or JWT that is accepted; what never ends (`/dev/zero`) must not fill the memory. */
const maxBytes = 4 * 2 ** 20;

/** Reads a text file, or whatever else gives its text once, such as `/dev/stdin`. */
export function readText(path: string): string {
  return attempt("read", path, () => {
    const file = openSync(path, "r");
    try {
      const buffer = Buffer.alloc(maxBytes + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length <= maxBytes; length += read) {
        read = readSync(file, buffer, length, buffer.length - length, null);
      }
      if (length > maxBytes) throw new K8sConfigError("ERR_FILE", tooLarge(path));
      return buffer.toString("utf8", 0, length);
    } finally {
      closeSync(file);
    }
  });
}

/** Reads a file that a topology names: an ordinary one, since a pipe or device could keep us waiting for ever. */
export function readNamedFile(path: string): string {
  const isFile = attempt("read", path, () => statSync(path).isFile());
  if (!isFile) throw new K8sConfigError("ERR_FILE", `${path} is not an ordinary file`);
  return readText(path);
}

/** Writes a file so that a reader sees the old or the new text, never a part. Devices and pipes are written to. */
export function writeText(path: string, text: string): void {
  attempt("write", path, () => {
    const present = statSync(path, { throwIfNoEntry: false });
    if (present !== undefined && !present.isFile()) {
      writeFileSync(path, text);
      return;
    }
    // A link keeps leading to its file, and the file keeps its mode.
    const target = present === undefined ? path : realpathSync(path);
    const draft = `${target}.${randomUUID()}.new`;
    try {
      writeFileSync(draft, text, { flag: "wx", mode: present?.mode });
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  });
}

function attempt<T>(verb: "read" | "write", path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (K8sConfigError.isInstance(cause)) throw cause;
    throw new K8sConfigError(
      "ERR_FILE",
      `${path} can't be ${verb === "read" ? "read" : "written"}: ${reason(cause)}`,
      {
        cause,
      },
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or directory",
  ENOTDIR: "a part of the path is no directory",
  EISDIR: "it is a directory; name a file",
  EACCES: "its permissions don't allow it",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
};

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

function tooLarge(path: string): string {
  return `${path} has more than ${maxBytes} bytes, the most that is read`;
}
