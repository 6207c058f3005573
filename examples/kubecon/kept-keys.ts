import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type KeyPair, parseCreds } from "@kchat/auth";
import type { Credentials } from "@kchat/provisioner/client";

// Whoever comes back under a name needs the key that the name is reserved for.

/** The key that a person used here before, if they did. */
export async function keptKey(dir: string, name: string): Promise<KeyPair | undefined> {
  try {
    return parseCreds(await readFile(file(dir, name), "utf8")).keyPair;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Keeps a person's credentials for the next visit, readable by nobody else. */
export async function keepKey(dir: string, credentials: Credentials): Promise<void> {
  const path = file(dir, credentials.name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, credentials.creds(), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

function file(dir: string, name: string): string {
  // Names that could leave the directory never get this far unchecked: the provisioner's rule has no dot and no slash.
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name))
    throw new Error(`"${name}" can't be a name: use 1 to 64 of A-Z a-z 0-9 - _`);
  return join(dir, "chat", "people", `${name}.creds`);
}
