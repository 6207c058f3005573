import { encodeClaimsAsync } from "../claims/token/encode.js";
import { AuthError } from "../errors/auth-error.js";
import { type AccountKey, type OperatorKey, parsePublicKey } from "../keys/public-key.js";
import type { Signer } from "../keys/signer.js";
import type { ResolverConnection } from "./connection.js";
import { findServers } from "./find-servers.js";
import { type GatherOptions, gather } from "./gather.js";
import { asObject, parseServerReply, type ServerName } from "./server-reply.js";

/** Options of {@link removeAccounts}. */
export interface RemoveOptions extends GatherOptions {
  /** The accounts to remove, by public key; there is no "all that I do not know". */
  readonly accounts: readonly string[];
  /** The operator's identity key, or one of its signing keys. */
  readonly signer: Signer;
  /** The current time in Unix seconds. @default the system's clock */
  readonly now?: number | undefined;
}

/** What one server said to a removal. */
export interface RemoveAnswer {
  readonly server: ServerName;
  readonly removed: boolean;
  /** The server's own words; the number in them counts accounts that it never had, too. */
  readonly message: string;
}

/**
 * Removes accounts from every server: their clients are disconnected. The files are kept under another name unless the
 * resolver is set to `hard_delete`.
 *
 * @throws AuthError `ERR_RESOLVER`, also where no resolver can delete; `ERR_KEY_KIND` when a key is not an account's.
 * @example
 * const answers = await removeAccounts(connection, { accounts: [account], signer: operatorSigningKey });
 */
export async function removeAccounts(
  connection: ResolverConnection,
  options: RemoveOptions,
): Promise<RemoveAnswer[]> {
  const { now } = options;
  const accounts: AccountKey[] = options.accounts.map((key) => parsePublicKey(key, "account"));
  const sub: OperatorKey = parsePublicKey(options.signer.publicKey, "operator");
  const request = await encodeClaimsAsync("generic", { sub, nats: { accounts } }, options.signer, {
    now,
  });
  const { servers } = await findServers(connection, options);
  const expected = servers.length;
  const { replies, noResponders } = await gather(
    connection,
    "$SYS.REQ.CLAIMS.DELETE",
    new TextEncoder().encode(request),
    (replies) => replies.length >= expected,
    options,
  );
  if (noResponders) {
    throw new AuthError(
      "ERR_RESOLVER",
      "no server deletes accounts; a memory or URL resolver has them from elsewhere: take the account away there",
    );
  }
  return replies.map(readAnswer);
}

function readAnswer(bytes: Uint8Array): RemoveAnswer {
  const { server = { id: "", name: "unnamed server" }, data, error } = parseServerReply(bytes);
  const { message } = asObject(data) ?? {};
  const text = error ?? (typeof message === "string" ? message : "unexpected reply");
  return { server, removed: error === undefined, message: text };
}
