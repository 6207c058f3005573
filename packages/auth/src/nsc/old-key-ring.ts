import { join } from "node:path";
import { AuthError } from "../errors/auth-error.js";
import { entriesOf } from "./files.js";
import type { StorePaths } from "./paths.js";

const PRESENT_LAYOUT = new Set(["keys", "creds", "stores"]);

/**
 * Refuses a key ring of nsc 0.x, which kept seeds and creds by name (`<OP>/<OP>.nk`, `<OP>/accounts/<ACC>/users/<USER>.creds`)
 * outside `keys/` and `creds/`: writing beside it would leave two homes for one key.
 *
 * @throws AuthError `ERR_STORE`.
 */
export async function refuseOldKeyRing(paths: StorePaths): Promise<void> {
  for await (const directory of oldDirectories(paths.keystore)) {
    const stray = (await entriesOf(directory)).find(({ name }) => /\.(nk|creds)$/.test(name));
    if (stray === undefined) continue;
    throw new AuthError(
      "ERR_STORE",
      `${join(directory, stray.name)} lies outside keys/ and creds/, as nsc 0.x kept it; run \`nsc keys migrate\` first`,
    );
  }
}

async function* oldDirectories(keystore: string): AsyncIterable<string> {
  yield keystore;
  for (const operator of await subdirectories(keystore)) {
    yield operator;
    for (const account of await subdirectories(join(operator, "accounts"))) {
      yield account;
      yield join(account, "users");
    }
  }
}

async function subdirectories(directory: string): Promise<string[]> {
  return (await entriesOf(directory))
    .filter((entry) => entry.directory && !PRESENT_LAYOUT.has(entry.name))
    .map((entry) => join(directory, entry.name));
}
