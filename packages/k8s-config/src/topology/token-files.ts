import type { Problem } from "./problem.js";

/** Replaces `{ file: path }` by the file's text, in the places of a topology where a JWT stands. */
export function readTokenFiles(
  value: unknown,
  readFile: ((path: string) => string) | undefined,
): { value: unknown; problems: Problem[] } {
  const problems: Problem[] = [];
  const read = (token: unknown, path: Problem["path"]): unknown => {
    const name = property(token, "file");
    if (typeof name !== "string") return token;
    const fail = (message: string) => {
      problems.push({ rule: "file-unreadable", severity: "error", path, message });
    };
    if (readFile === undefined) return fail("a file cannot be named here; write the JWT itself");
    try {
      return readFile(name);
    } catch (error) {
      return fail(error instanceof Error ? error.message : String(error));
    }
  };
  const trust = property(value, "trust");
  if (!isMap(value) || !isMap(trust)) return { value, problems };
  const { operator, accounts } = trust;
  const readTrust = {
    ...trust,
    operator: read(operator, ["trust", "operator"]),
    accounts: Array.isArray(accounts)
      ? accounts.map((account, i) => read(account, ["trust", "accounts", i]))
      : accounts,
  };
  return { value: { ...value, trust: readTrust }, problems };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function property(value: unknown, key: string): unknown {
  return isMap(value) ? value[key] : undefined;
}
