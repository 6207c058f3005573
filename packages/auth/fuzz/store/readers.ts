import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../src/cli/run.js";
import {
  describeTree,
  openStore,
  readContext,
  readNscConfig,
  readTree,
  selectedContext,
  writeContext,
  writeNscConfig,
} from "../../src/nsc/index.js";
import { fileIssueLog } from "../../src/revocation/file-issue-log.js";

/** Something that reads files of a store directory; `file` is one of them. */
export type Reader = (root: string, file: string) => Promise<unknown>;

/** Name of the context, of the operator and of the account in the store that is damaged. */
export const CONTEXT = "kubecon";

/** Where the store under attack keeps an issue log. */
export const issueLogIn = (root: string): string => join(root, "issued.jsonl");

const cli = async (...args: readonly string[]): Promise<string> => {
  let output = "";
  const sink = {
    write: (text: string) => {
      output += text;
    },
  };
  await run(args, { stdout: sink, stderr: sink });
  if (/\bS[OAUNCX][A-Z2-7]{56}\b/.test(output)) throw new Error(`a seed in the output of ${args}`);
  return output;
};

/** Every way of the package into files that others may have written. */
export const READERS: Readonly<Record<string, Reader>> = {
  "store directory": async (root) => {
    const store = await openStore(root);
    for (const key of await store.keys.list()) (await store.keys.get(key))?.clear();
    return describeTree(await readTree(store));
  },
  "nsc config": async (root) => {
    const { paths } = await openStore(root);
    const config = await readNscConfig(paths);
    if (config) await writeNscConfig(paths, config);
  },
  "context of the nats CLI": async (root) => {
    await selectedContext(root);
    if (await readContext(root, CONTEXT)) await writeContext(root, CONTEXT, { url: "nats://x" });
  },
  "issue log": async (root) => {
    for await (const record of fileIssueLog(issueLogIn(root)).records()) record.publicKey.at(0);
  },
  "kchat-auth describe": (root) => cli("describe", "--store", root, "--json"),
  "kchat-auth validate": (root) => cli("validate", "--store", root),
  "kchat-auth config": (root) => cli("config", "--store", root),
  "kchat-auth explain": (root, file) => cli("explain", file, "--store", root),
};

/** The bytes of a file, for what writers changed on the way. */
export const snapshot = (files: readonly string[]): Promise<Map<string, Buffer>> =>
  Promise.all(files.map(async (file) => [file, await readFile(file)] as const)).then(
    (entries) => new Map(entries),
  );
