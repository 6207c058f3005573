import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { AuthError, createUser } from "../../src/index.js";
import {
  addAccount,
  addOperator,
  addUser,
  createStore,
  selectContext,
  writeContext,
  writeNscConfig,
} from "../../src/nsc/index.js";
import { fileIssueLog } from "../../src/revocation/file-issue-log.js";
import type { Random } from "../random.js";
import { damage } from "./damage.js";
import { CONTEXT, issueLogIn, READERS, snapshot } from "./readers.js";

/** Whatever reads a store of a dozen small files longer than this is stuck, milliseconds. */
const STUCK_MS = 10_000;

/** A store directory that is damaged in one way per attack, read, and mended. */
export interface StoreUnderAttack extends AsyncDisposable {
  /** Name of its directory in the system's one for temporary files. */
  readonly name: string;
  /** What is wrong with how the damaged store was read; undefined when nothing is. */
  attack(random: Random, corpus: readonly string[]): Promise<string | undefined>;
}

/** Makes a store in a temporary directory. */
export async function openStoreUnderAttack(): Promise<StoreUnderAttack> {
  const root = await mkdtemp(join(tmpdir(), "kchat-auth-fuzz-"));
  await fill(root);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
  const intact = await snapshot(files);
  return {
    name: basename(root),
    attack: async (random, corpus) => {
      const file = random.pick(files);
      const [name, read] = random.pick(Object.entries(READERS));
      const { what, undo } = await damage(file, random, corpus);
      const problem = await judgeRead(() => read(root, file));
      await undo();
      // Some readers write back what they read.
      for (const [path, bytes] of intact) await writeFile(path, bytes);
      return problem === undefined ? undefined : `${name}: ${problem}: ${what}`;
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

async function fill(root: string): Promise<void> {
  const store = await createStore(root);
  await addOperator(store, { name: "KO" });
  await addAccount(store, { name: "A" });
  await addUser(store, { account: "A", name: "u" });
  await writeNscConfig(store.paths, { storeRoot: store.paths.stores, operator: "KO" });
  await writeContext(root, CONTEXT, { url: "nats://127.0.0.1:4222", nsc: "nsc://KO/A/u" });
  await selectContext(root, CONTEXT);
  const { publicKey } = createUser();
  await fileIssueLog(issueLogIn(root)).append({ name: "u", publicKey, issuedAt: 1 });
}

/** Exported so that a test can see it find something. */
export async function judgeRead(
  read: () => Promise<unknown>,
  stuckMs = STUCK_MS,
): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const stuck = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`did not end within ${stuckMs} ms`), stuckMs);
  });
  const outcome = read().then(
    () => undefined,
    (error: unknown) => (AuthError.isInstance(error) ? undefined : String(error)),
  );
  try {
    return await Promise.race([outcome, stuck]);
  } finally {
    clearTimeout(timer);
  }
}
