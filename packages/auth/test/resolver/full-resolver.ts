import { type NatsCluster, startCluster } from "@kchat/nats-server";
import { onTestFinished } from "vitest";
import {
  addOperator,
  createStore,
  readAccount,
  readOperator,
  type Store,
} from "../../src/nsc/index.js";
import { issuePusher } from "../../src/resolver/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";
import { type Client, connect } from "./clients.js";

/** An operator, its running servers with a full resolver, and a way to push to them. */
export interface FullResolver {
  readonly store: Store;
  readonly cluster: NatsCluster;
  /** Writes the configuration for the operator as it is now; servers take it when they start again. */
  configure(): Promise<void>;
  /** The operator's token as it is now. */
  operator(): Promise<string>;
  /** A connection of a pusher for these accounts, or for all of them, with its private inbox. */
  pusher(
    accounts?: readonly string[],
    client?: Client,
  ): Promise<Awaited<ReturnType<typeof connect>> & { readonly inboxPrefix: string }>;
}

/** Starts servers that know the system account alone; stopped when the test ends. */
export async function startFullResolver({ size = 1, strict = true } = {}): Promise<FullResolver> {
  const store = await createStore(await temporaryDirectory());
  const { claims } = await addOperator(store, { name: "KO", strict });
  const systemAccount = claims.nats.system_account ?? "";
  const cluster = await startCluster({ size, config: await configOf(store, systemAccount) });
  onTestFinished(() => cluster.stop());
  return {
    store,
    cluster,
    configure: async () => {
      const config = await configOf(store, systemAccount);
      await Promise.all(cluster.servers.map((server) => server.writeConfig(config)));
    },
    operator: async () => (await readOperator(store, { operator: "KO" })).token,
    pusher: async (accounts, client) => {
      const { inboxPrefix, creds } = await pusherOf(store, systemAccount, accounts);
      const url = cluster.urls[0] ?? "";
      return Object.assign(await connect({ url, creds, inboxPrefix, client }), { inboxPrefix });
    },
  };
}

async function configOf(store: Store, systemAccount: string): Promise<string> {
  return `
    operator: ${await store.read({ operator: "KO" })}
    system_account: ${systemAccount}
    resolver { type: full, dir: "./jwt", allow_delete: true, interval: "2m", timeout: "1.9s" }
    resolver_preload: { ${systemAccount}: ${await store.read({ operator: "KO", account: "SYS" })} }
  `;
}

async function pusherOf(store: Store, systemAccount: string, accounts?: readonly string[]) {
  const { claims } = await readAccount(store, { operator: "KO", account: "SYS" });
  const [key] = claims.nats.signing_keys ?? [];
  const signer = typeof key === "string" ? await store.keys.get(key) : undefined;
  if (signer === undefined) throw new Error("the fixture's system account has no signing key");
  return issuePusher({ systemAccount, signer, accounts });
}
