/** Which rule of a topology was broken. */
export type Rule =
  | "yaml-syntax"
  | "unknown-key"
  | "missing"
  | "wrong-type"
  | "invalid-name"
  | "invalid-port"
  | "port-conflict"
  | "invalid-size"
  | "invalid-origin"
  | "invalid-path"
  | "out-of-range"
  | "region-count"
  | "duplicate"
  | "even-cluster"
  | "file-unreadable"
  | "invalid-jwt"
  | "foreign-account"
  | "system-account"
  | "no-connections"
  | "jetstream-limits"
  | "expires";

/** Where in a topology something stands: keys and list positions from its root. */
export type Path = readonly (string | number)[];

/** One broken rule and its place. */
export interface Problem {
  readonly rule: Rule;
  /** Errors keep a topology from existing; warnings are kept in {@link Topology.warnings}. */
  readonly severity: "error" | "warning";
  readonly path: Path;
  /** What was found, what was expected, what to do. */
  readonly message: string;
  /** Name of the file that the topology was parsed from. */
  readonly file?: string | undefined;
  /** Line in that file, from 1. */
  readonly line?: number | undefined;
  /** Column in that line, from 1. */
  readonly column?: number | undefined;
}

/**
 * Writes a path as a person would: `regions[0].name`.
 *
 * @example
 * ```ts
 * import { formatPath } from "@kchat/k8s-config";
 *
 * formatPath(["regions", 0, "name"]); // "regions[0].name"
 * ```
 */
export function formatPath(path: Path): string {
  const text = path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${plainKey(step)}`))
    .join("");
  return text === "" ? "(root)" : text.replace(/^\./, "");
}

/**
 * Writes a problem on one line: place, path and message.
 *
 * @example
 * ```ts
 * import { formatProblem } from "@kchat/k8s-config";
 *
 * for (const warning of topology.warnings) console.error(formatProblem(warning));
 * ```
 */
export function formatProblem(problem: Problem): string {
  const { file, line, column, path, message } = problem;
  const place = line === undefined ? file : `${file ?? "topology"}:${line}:${column ?? 1}`;
  return [place, formatPath(path), message]
    .filter((part) => part !== undefined)
    .join(": ")
    .replace(/\p{Cc}/gu, escaped);
}

/** Files, keys and messages hold anybody's text: what a terminal would obey (also `\x9b`) must not reach it. */
function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A key comes from a file, so it may hold anything: dots and brackets too. */
function plainKey(key: string): string {
  return /^[\w$-]{1,64}$/.test(key) ? key : JSON.stringify(key.slice(0, 64));
}
