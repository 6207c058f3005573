import { isPublicKey } from "@kchat/auth";
import { ChatError } from "../errors.js";
import { verifyName } from "../members/verify-name.js";
import type { Author } from "../store/snapshot.js";
import { displayName } from "../text/display.js";
import type { Identity, Space } from "./options.js";

/**
 * Checks who this client is and whom the space trusts. The own name counts as verified by the same rule as others'.
 *
 * @throws ChatError `ERR_CHAT_OPTION`
 */
export function readIdentity(identity: Identity, space: Space, now: number): Author {
  const key = identity.keyPair.getPublicKey();
  if (!isPublicKey(key, "user")) {
    throw new ChatError("ERR_CHAT_OPTION", "identity.keyPair must be a user's key pair (U...).");
  }
  const { name, jwt } = identity;
  if (name === "" || displayName(name) !== name) {
    throw new ChatError(
      "ERR_CHAT_OPTION",
      "identity.name must be 1 to 32 visible characters, without blanks at its ends.",
    );
  }
  const wrong = space.accounts.findIndex((account) => !isPublicKey(account, "account"));
  if (wrong >= 0) {
    throw new ChatError("ERR_CHAT_OPTION", `space.accounts[${wrong}] isn't an account key (A...).`);
  }
  const vouched = jwt === undefined ? undefined : verifyName(jwt, key, space.accounts, now);
  return { key, name, verified: vouched?.name === name };
}
