import { AuthError } from "../errors/auth-error.js";

/** Takes a name that is there already for a mistake, unless the person allows it. */
export function refuseFound(
  { created }: { readonly created: boolean },
  what: string,
  { ifMissing }: { readonly ifMissing?: boolean | undefined },
): void {
  if (created || ifMissing) return;
  throw new AuthError(
    "ERR_EXISTS",
    `${what} is there already and was not changed; use \`kchat-auth edit\`, or pass --if-missing`,
  );
}
