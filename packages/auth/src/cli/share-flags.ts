import { InvalidArgumentError } from "commander";
import type { SharingType } from "../claims/types/sharing.js";
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
  operator: OperatorAddress,
  named: string,
): Promise<string> {
  const isHere = (await store.list(operator)).includes(named);
  return isHere ? (await readAccount(store, { ...operator, account: named })).claims.sub : named;
}
