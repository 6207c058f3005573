import { homedir } from "node:os";
import { join } from "node:path";
import { AuthError } from "../errors/auth-error.js";
import { entriesOf, readText, writePrivate } from "./files.js";
import { safeName } from "./names.js";

/** A context of the `nats` CLI: how it connects when it is selected. */
export interface CliContext {
  /** Server URLs, separated by commas. */
  readonly url?: string | undefined;
  /** The path of a creds file. */
  readonly creds?: string | undefined;
  /** `nsc://OPERATOR/ACCOUNT/USER`; the CLI asks `nsc` for the creds. */
  readonly nsc?: string | undefined;
  readonly description?: string | undefined;
}

/**
 * Where the `nats` CLI keeps contexts: `$XDG_CONFIG_HOME/nats`, or `~/.config/nats`.
 */
export function cliDirectory(env: NodeJS.ProcessEnv = process.env, home = homedir()): string {
  return join(env.XDG_CONFIG_HOME || join(home, ".config"), "nats");
}

/**
 * Writes a context, owner-only; the members of an existing one that are not given stay as they are.
 *
 * @throws AuthError `ERR_NAME` for a name that is not one path segment; `ERR_STORE`.
 * @example
 * await writeContext(cliDirectory(), "kubecon", { url: server.url, creds: store.creds.path(user) });
 */
export async function writeContext(
  directory: string,
  name: string,
  context: CliContext,
): Promise<void> {
  const path = contextFile(directory, name);
  const merged = { ...(await readObject(path)), ...context };
  const members = Object.entries(merged).filter(([, value]) => value !== undefined && value !== "");
  await writePrivate(path, `${JSON.stringify(Object.fromEntries(members), null, 2)}\n`);
}

/**
 * Reads a context; `undefined` when there is none of that name.
 *
 * @throws AuthError `ERR_NAME`, `ERR_STORE`.
 */
export async function readContext(
  directory: string,
  name: string,
): Promise<CliContext | undefined> {
  const content = await readObject(contextFile(directory, name));
  if (content === undefined) return undefined;
  const text = (member: string) => {
    const value = content[member];
    return typeof value === "string" && value !== "" ? { [member]: value } : {};
  };
  return { ...text("url"), ...text("creds"), ...text("nsc"), ...text("description") };
}

/** The names of the contexts, sorted. */
export async function listContexts(directory: string): Promise<string[]> {
  const entries = await entriesOf(join(directory, "context"));
  return entries.flatMap(({ name, directory: isDirectory }) =>
    !isDirectory && name.endsWith(".json") ? [name.slice(0, -".json".length)] : [],
  );
}

/** Makes a context the one that the CLI uses when none is named. */
export async function selectContext(directory: string, name: string): Promise<void> {
  await writePrivate(join(directory, "context.txt"), safeName("context", name));
}

/** The name of the context that the CLI uses when none is named. */
export async function selectedContext(directory: string): Promise<string | undefined> {
  return (await readText(join(directory, "context.txt")))?.trim() || undefined;
}

function contextFile(directory: string, name: string): string {
  return join(directory, "context", `${safeName("context", name)}.json`);
}

async function readObject(path: string): Promise<Record<string, unknown> | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    // Falls through: not JSON is as damaged as the wrong JSON.
  }
  throw new AuthError("ERR_STORE", `${path} is not a context of the nats CLI`);
}
