import { InvalidArgumentError } from "commander";
import type { SharingType } from "../claims/types/sharing.js";
import { AuthError } from "../errors/auth-error.js";
import { isPublicKey } from "../keys/public-key.js";
import type { OperatorAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { readAccount } from "../tree/entry.js";

/** Reads `stream` or `service`. */
export function typeArgument(text: string): SharingType {
  if (text === "stream" || text === "service") return text;
  throw new InvalidArgumentError('expected "stream" or "service".');
}

/** The public key of an account that is named by its name in the store, or by the key itself. */
export async function keyOfAccount(
  store: Store,
  { operator }: OperatorAddress,
  named: string,
): Promise<string> {
  if (isPublicKey(named, "account")) return named;
  const known = await store.list({ operator });
  if (known.includes(named)) {
    return (await readAccount(store, { operator, account: named })).claims.sub;
  }
  throw new AuthError(
    "ERR_NOT_FOUND",
    `${JSON.stringify(named)} is neither an account of operator ${operator} (${known.join(", ")}) nor an account's public key`,
  );
}
