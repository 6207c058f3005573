import { AuthError } from "../errors/auth-error.js";
import type { Store } from "../nsc/store.js";
import type { ResolverConnection } from "../resolver/connection.js";
import { issuePusher } from "../resolver/issue-pusher.js";
import { readOperator } from "../tree/entry.js";
import { readTree } from "../tree/read-tree.js";
import { accountSigner } from "../tree/signers.js";
import { soleOperator } from "../tree/sole-operator.js";
import type { StoreFlags } from "./store-command.js";

/** Flags of a command that talks to servers. */
export interface ServerFlags extends StoreFlags {
  readonly server?: string | undefined;
}

/** A connection of a short-lived user of the system account. */
export interface SystemConnection extends AsyncDisposable {
  readonly connection: ResolverConnection;
  readonly inboxPrefix: string;
}

/**
 * Connects as a user of the system account that may do no more than push these accounts, and only for two minutes.
 *
 * @throws AuthError `ERR_RESOLVER` when no server is reached or it refuses; `ERR_NOT_FOUND`, `ERR_NO_PRIVATE_KEY`.
 */
export async function connectToServers(
  store: Store,
  flags: ServerFlags,
  accounts?: readonly string[],
): Promise<SystemConnection> {
  const { operator, accounts: known } = await readTree(store, flags.operator);
  const system = known.find(({ claims }) => claims.sub === operator.claims.nats.system_account);
  if (system === undefined) {
    throw new AuthError("ERR_NOT_FOUND", "the operator has no system account in this store");
  }
  const signer = await accountSigner(store, operator.claims, system.claims, {});
  const { creds, inboxPrefix } = await issuePusher({
    systemAccount: system.claims.sub,
    signer,
    accounts,
  });
  const servers = await serversOf(store, flags);
  const { connect, credsAuthenticator } = await import("nats");
  const authenticator = credsAuthenticator(new TextEncoder().encode(creds));
  try {
    const connection = await connect({ servers, authenticator, inboxPrefix, reconnect: false });
    return { connection, inboxPrefix, [Symbol.asyncDispose]: () => connection.close() };
  } catch (cause) {
    throw new AuthError(
      "ERR_RESOLVER",
      `${servers.join(", ")}: ${cause instanceof Error ? cause.message : cause}; is it up, and does it trust this operator?`,
      { cause },
    );
  }
}

async function serversOf(store: Store, { server, operator }: ServerFlags): Promise<string[]> {
  if (server !== undefined) return server.split(",");
  const name = await soleOperator(store, operator);
  const { nats } = (await readOperator(store, { operator: name })).claims;
  if (nats.account_server_url?.startsWith("nats://")) return [nats.account_server_url];
  return [...(nats.operator_service_urls ?? ["nats://127.0.0.1:4222"])];
}
