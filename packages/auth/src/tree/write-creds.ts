import { formatCreds } from "../creds/format.js";
import type { Store } from "../nsc/store.js";
import type { UserEntry } from "./entry.js";

/** Writes a user's creds when its seed is in the store; false when the seed lives elsewhere. */
export async function writeCreds(store: Store, user: UserEntry): Promise<boolean> {
  const keyPair = await store.keys.get(user.claims.sub);
  if (keyPair === undefined) return false;
  await store.creds.write(user.address, formatCreds(user.token, keyPair));
  keyPair.clear();
  return true;
}
