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
    const connection = await connect({
      servers,
      authenticator,
      inboxPrefix,
      reconnect: false,
      // Without this the client would go on in clear where a server offers no TLS.
      ...(servers.some((url) => url.startsWith("tls:")) && { tls: {} }),
    });
    return { connection, inboxPrefix, [Symbol.asyncDispose]: () => connection.close() };
  } catch (cause) {
    throw new AuthError(
      "ERR_RESOLVER",
      `${servers.join(", ")}: ${whyNot(cause)}; is it up, and does it trust this operator?`,
      { cause },
    );
  }
}

function whyNot(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // All that the client says of a server that offers no TLS.
  return cause.message === "tls" ? "it offers no TLS" : cause.message;
}

async function serversOf(store: Store, { server, operator }: ServerFlags): Promise<string[]> {
  if (server !== undefined) return server.split(",");
  const name = await soleOperator(store, operator);
  const { nats } = (await readOperator(store, { operator: name })).claims;
  const { account_server_url: accountServer, operator_service_urls: services = [] } = nats;
  if (accountServer !== undefined && isNats(accountServer)) return [accountServer];
  const reachable = services.filter(isNats);
  if (reachable.length > 0) return reachable;
  if (accountServer === undefined && services.length === 0) return ["nats://127.0.0.1:4222"];
  throw new AuthError(
    "ERR_USAGE",
    `operator ${name} names no server with a nats:// or tls:// URL; give one by --server`,
  );
}

function isNats(url: string): boolean {
  return /^(nats|tls):\/\//i.test(url);
}
