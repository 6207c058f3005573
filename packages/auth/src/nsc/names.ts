import { AuthError } from "../errors/auth-error.js";

/** What a name stands for in a store; only used to say which name was refused. */
export type EntryKind = "operator" | "account" | "user" | "context";

const LONGEST_BYTES = 200;
const CONTROL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/**
 * Returns `name` as it may be used as one path segment of a store, or refuses it.
 *
 * A token that came from elsewhere brings its own name, and `nsc` joins that name into a path unchecked
 * (`nsc: cmd/store/store.go`); every name passes here before it touches the file system.
 *
 * @throws AuthError `ERR_NAME` when the name is empty, longer than 200 bytes, `.`/`..` or otherwise starts
 * with a dot, ends with a dot, holds a separator or a control character, or is a device name of Windows.
 * @example
 * safeName("account", "KUBECON"); // "KUBECON"
 * safeName("account", "../KO"); // throws
 */
export function safeName(kind: EntryKind, name: string): string {
  const reason = whyUnsafe(name);
  if (reason) {
    throw new AuthError(
      "ERR_NAME",
      `the ${kind} name ${JSON.stringify(name.slice(0, 80))} ${reason}; use letters, digits, "-" and "_"`,
    );
  }
  return name;
}

function whyUnsafe(name: string): string | undefined {
  if (name.trim() === "") return "is empty";
  if (name !== name.trim()) return "starts or ends with white space";
  if (new TextEncoder().encode(name).length > LONGEST_BYTES) {
    return `is longer than ${LONGEST_BYTES} bytes`;
  }
  if (/[/\\]/.test(name)) return "holds a path separator";
  if (CONTROL.test(name)) return "holds a control character";
  if (name.startsWith(".")) return "starts with a dot";
  if (name.endsWith(".")) return "ends with a dot";
  if (DEVICE.test(name)) return "is a device name on Windows";
  return undefined;
}

/** Two names that some file systems take for one: the same letters in another case or normal form. */
export function namesClash(a: string, b: string): boolean {
  return a !== b && fold(a) === fold(b);
}

function fold(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
