import { AuthError } from "../errors/auth-error.js";
import type { Store } from "../nsc/store.js";

/**
 * The operator that is meant when none is named: the only one of the store.
 *
 * @throws AuthError `ERR_NOT_FOUND` when the store has none, or several.
 */
export async function soleOperator(store: Store, named?: string): Promise<string> {
  if (named !== undefined) return named;
  const [only, ...others] = await store.list();
  if (only === undefined) {
    throw new AuthError(
      "ERR_NOT_FOUND",
      `the store at ${store.paths.stores} has no operator; add one first`,
    );
  }
  if (others.length === 0) return only;
  throw new AuthError(
    "ERR_NOT_FOUND",
    `the store has the operators ${[only, ...others].join(", ")}; name one`,
  );
}
