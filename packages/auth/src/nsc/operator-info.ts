import { join } from "node:path";
import { AuthError } from "../errors/auth-error.js";
import { operatorDirectory } from "./address.js";
import { readText } from "./files.js";
import type { StorePaths } from "./paths.js";

/** What `.nsc` in an operator's directory says (`nsc: cmd/store/store.go` Info). */
export interface OperatorInfo {
  readonly name: string;
  /** True when the operator was imported: its accounts are self-signed here and exchanged with its account server. */
  readonly managed: boolean;
}

/** The `.nsc` file of an operator. */
export function infoFile(paths: StorePaths, operator: string): string {
  return join(operatorDirectory(paths, { operator }), ".nsc");
}

/**
 * Reads what a store says of an operator; `undefined` when the directory is not one of an operator.
 *
 * @throws AuthError `ERR_STORE` when `.nsc` is there but is not what `nsc` writes.
 */
export async function operatorInfo(
  paths: StorePaths,
  operator: string,
): Promise<OperatorInfo | undefined> {
  const path = infoFile(paths, operator);
  const text = await readText(path);
  if (text === undefined) return undefined;
  const info = parse(text);
  if (info?.kind !== "operator" || info.name !== operator) {
    throw new AuthError(
      "ERR_STORE",
      `${path} should say {"managed":false,"name":${JSON.stringify(operator)},"kind":"operator","version":"1"}`,
    );
  }
  return { name: operator, managed: info.managed === true };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
