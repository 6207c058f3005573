import type { Command } from "commander";
import { AuthError } from "../errors/auth-error.js";
import { pull } from "../resolver/pull.js";
import { type StoredPulled, storePulled } from "../tree/store-pulled.js";
import { connectToServers, type ServerFlags } from "./connect.js";
import { listFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { holdStore, storeCommand } from "./store-command.js";

interface PullFlags extends ServerFlags {
  readonly account?: readonly string[] | undefined;
  readonly dryRun?: boolean | undefined;
  readonly overwriteNewer?: boolean | undefined;
}

/** `kchat-auth pull` */
export function pullCommand(context: CliContext): Command {
  return storeCommand("pull", "take the accounts that the servers hold into the store")
    .option("--server <urls>", "servers, separated by commas (default: the operator's)")
    .option("--account <name>", "this account alone (repeatable)", listFlag)
    .option("--dry-run", "say what would be done, and change nothing")
    .option("--overwrite-newer", "lose what was changed here since, and take the servers' account")
    .addHelpText(
      "after",
      `
Refused are accounts that this operator did not sign, that are older than the store's own,
and that would take another account's name. Seeds are not on servers: what is pulled can
be signed only where its keys are. Exit 1 when anything is refused.

Examples:
  $ kchat-auth pull --dry-run --server nats://localhost:4222
  $ kchat-auth pull --account KUBECON`,
    )
    .action(async (flags: PullFlags) => {
      await using held = await holdStore(flags);
      const { store } = held;
      const { operator, account: names, dryRun, overwriteNewer } = flags;
      await using servers = await connectToServers(store, flags);
      const { accounts, damaged } = await pull(servers.connection, servers);
      const wanted = accounts.filter(({ claims }) => names?.includes(claims.name ?? "") ?? true);
      if (names !== undefined && wanted.length === 0) {
        throw new AuthError("ERR_NOT_FOUND", `the servers hold no account ${names.join(", ")}`);
      }
      const options = { operator, accounts: wanted, overwriteNewer, dryRun };
      const stored = await storePulled(store, options);
      const refused = damaged.map(
        ({ key, reason }): StoredPulled => ({
          account: key,
          name: undefined,
          outcome: "refused",
          reason,
        }),
      );
      const all = (names === undefined ? [...stored, ...refused] : stored).sort(byName);
      if (all.some(({ outcome }) => outcome === "refused")) context.fail();
      const lines = all.map(lineOf);
      const nothing = dryRun ? ["nothing was changed"] : [];
      print(
        context,
        flags,
        all,
        [...lines, ...nothing].join("\n") || "the servers hold no account",
      );
    });
}

function byName(a: StoredPulled, b: StoredPulled): number {
  const [first, second] = [a.name ?? a.account, b.name ?? b.account];
  return first === second ? 0 : first < second ? -1 : 1;
}

function lineOf({ account, name, outcome, reason }: StoredPulled): string {
  return `${JSON.stringify(name ?? account)}: ${outcome}${reason === undefined ? "" : `: ${reason}`}`;
}
