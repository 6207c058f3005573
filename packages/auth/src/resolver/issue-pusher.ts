import { newUserClaims } from "../claims/build/user.js";
import { encodeClaimsAsync } from "../claims/token/encode.js";
import { formatCreds } from "../creds/format.js";
import { createUser } from "../keys/create.js";
import { parsePublicKey } from "../keys/public-key.js";
import type { Signer } from "../keys/signer.js";
import { lookupSubject } from "./lookup.js";
import { updateSubject } from "./update-account.js";

const MOST_NAMED = 8;
const COMMON = [
  "$SYS.REQ.SERVER.PING",
  "$SYS.REQ.SERVER.PING.CONNZ",
  "$SYS.REQ.CLAIMS.LIST",
  "$SYS.REQ.CLAIMS.PACK",
  "$SYS.REQ.CLAIMS.DELETE",
];

/** Options of {@link issuePusher}. */
export interface PusherOptions {
  /** The system account's public key. */
  readonly systemAccount: string;
  /** An unscoped signing key of the system account, or its identity key where the operator is not strict. */
  readonly signer: Signer;
  /** The accounts it may look up and update, by public key; with more than eight it may do so for all. @default all */
  readonly accounts?: readonly string[] | undefined;
  /** How long it may connect, in seconds. @default 120 */
  readonly lifetimeSeconds?: number | undefined;
  /** The current time in Unix seconds. @default the system's clock */
  readonly now?: number | undefined;
}

/** A user that can push for two minutes and do nothing else. */
export interface Pusher {
  /** The text of its creds. */
  readonly creds: string;
  /** Pass it both to `connect()` and to every action of the resolver; nobody else may read below it. */
  readonly inboxPrefix: string;
}

/**
 * Issues a short-lived user of the system account that may publish exactly the subjects of a push of these accounts and
 * subscribe to nothing but an inbox of its own.
 *
 * @throws AuthError when a key is not of the kind it should be.
 * @example
 * const { creds, inboxPrefix } = await issuePusher({ systemAccount, signer, accounts: [account] });
 */
export async function issuePusher(options: PusherOptions): Promise<Pusher> {
  const { signer, lifetimeSeconds = 120, now = Math.floor(Date.now() / 1000) } = options;
  const systemAccount = parsePublicKey(options.systemAccount, "account");
  const user = createUser();
  const publicKey = user.getPublicKey();
  const inboxPrefix = `_INBOX_${publicKey}`;
  const claims = newUserClaims(publicKey, {
    name: "kchat-auth pusher",
    exp: now + lifetimeSeconds,
    nats: {
      issuer_account: systemAccount,
      pub: { allow: [...COMMON, ...subjectsOf(options.accounts)] },
      sub: { allow: [`${inboxPrefix}.>`] },
    },
  });
  const token = await encodeClaimsAsync("user", claims, signer, { now });
  return { creds: formatCreds(token, user), inboxPrefix };
}

function subjectsOf(accounts: readonly string[] | undefined): string[] {
  const keys = accounts?.map((account) => parsePublicKey(account, "account"));
  // The token travels in the CONNECT line, which a server cuts off at 4096 bytes.
  if (keys === undefined || keys.length > MOST_NAMED)
    return [lookupSubject("*"), updateSubject("*")];
  return keys.flatMap((key) => [lookupSubject(key), updateSubject(key)]);
}
