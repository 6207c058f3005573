import { rename, writeFile } from "node:fs/promises";

/** Writes a configuration (mode 0600, since it can hold passwords and tokens) so that a reader sees the old or the new text, never a part. */
export async function writeConfigFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, path);
}
