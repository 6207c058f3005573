import type { Store } from "../nsc/store.js";
import { heldAccounts } from "../resolver/held-accounts.js";
import { observeIssuer } from "../resolver/observe-issuer.js";
import type { RotationPlan } from "../tree/rotation/plan.js";
import type { AccountTarget } from "../tree/rotation/target.js";
import { connectToServers, type ServerFlags } from "./connect.js";
import type { CliContext } from "./output.js";

type Observed = readonly [left: readonly unknown[], text: string];

/** Finds what on running servers still depends on a key; fails while there is anything. */
export async function observeKey(
  context: CliContext,
  store: Store,
  { target }: RotationPlan,
  flags: ServerFlags,
): Promise<Observed> {
  const observed =
    "account" in target
      ? await connectionsLeft(store, target, flags)
      : await accountsLeft(store, target.key, flags);
  if (observed[0].length > 0) context.fail();
  return observed;
}

async function connectionsLeft(
  store: Store,
  { account: { claims }, key }: AccountTarget,
  flags: ServerFlags,
): Promise<Observed> {
  const account = claims.sub;
  await using servers = await connectToServers(store, flags, [account]);
  const { connection, inboxPrefix } = servers;
  const left = await observeIssuer(connection, { account, issuer: key, inboxPrefix });
  const lines = left.map(({ server, id, name }) => `  ${server.name}: ${id} ${name}`);
  return [left, [`${left.length} connection(s) with what ${key} signed`, ...lines].join("\n")];
}

async function accountsLeft(store: Store, key: string, flags: ServerFlags): Promise<Observed> {
  await using servers = await connectToServers(store, flags);
  const { accounts } = await heldAccounts(servers.connection, servers);
  const left = accounts.flatMap(({ account, copies }) =>
    copies.flatMap(({ claims, servers }) =>
      claims?.iss === key ? [{ account, name: claims.name, servers }] : [],
    ),
  );
  const lines = left.map(
    ({ account, name, servers }) => `  ${name ?? account} on ${servers} server(s)`,
  );
  return [left, [`${left.length} account(s) that ${key} signed`, ...lines].join("\n")];
}
