import type { Command } from "commander";
import { diff } from "../resolver/diff.js";
import { time } from "../tree/lines.js";
import { readTree } from "../tree/read-tree.js";
import { connectToServers, type ServerFlags } from "./connect.js";
import { type CliContext, print } from "./output.js";
import { openNamedStore, storeCommand } from "./store-command.js";

/** `kchat-auth diff` */
export function diffCommand(context: CliContext): Command {
  return storeCommand(
    "diff",
    "compare the accounts here with those on the servers; exit 1 if they differ",
  )
    .option("--server <urls>", "servers, separated by commas (default: the operator's)")
    .addHelpText("after", "\nExample:\n  $ kchat-auth diff --server nats://localhost:4222")
    .action(async (flags: ServerFlags) => {
      const store = await openNamedStore(flags);
      const { accounts } = await readTree(store, flags.operator);
      // The servers may hold accounts that are not here, so the user may look up any.
      await using servers = await connectToServers(store, flags);
      const tokens = accounts.map(({ token }) => token);
      const differences = await diff(servers.connection, tokens, servers);
      if (differences.some(({ state }) => state !== "same")) context.fail();
      const lines = differences.map(
        ({ account, name, state, hereAt, thereAt }) =>
          `${name ?? account}: ${state} (here ${issued(hereAt)}, there ${issued(thereAt)})`,
      );
      print(context, flags, differences, lines.join("\n"));
    });
}

function issued(seconds: number | undefined): string {
  return seconds === undefined ? "absent" : time(seconds);
}
