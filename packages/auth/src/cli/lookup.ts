import type { Command } from "commander";
import { AuthError } from "../errors/auth-error.js";
import { heldAccount } from "../resolver/held-accounts.js";
import { describeAccount } from "../tree/describe-account.js";
import { soleOperator } from "../tree/sole-operator.js";
import { connectToServers, type ServerFlags } from "./connect.js";
import { type CliContext, print } from "./output.js";
import { keyOfAccount } from "./share-flags.js";
import { openNamedStore, storeCommand } from "./store-command.js";

/** `kchat-auth lookup` */
export function lookupCommand(context: CliContext): Command {
  return storeCommand("lookup", "show an account as the servers hold it; exit 1 if they differ")
    .argument("<account>", "its name in the store, or its public key")
    .option("--server <urls>", "servers, separated by commas (default: the operator's)")
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth lookup KUBECON --server nats://localhost:4222
  $ kchat-auth lookup AB… --json`,
    )
    .action(async (named: string, flags: ServerFlags) => {
      const store = await openNamedStore(flags);
      const operator = await soleOperator(store, flags.operator);
      const key = await keyOfAccount(store, { operator }, named);
      await using servers = await connectToServers(store, flags, [key]);
      const { account, copies } = await heldAccount(servers.connection, key, servers);
      if (copies.length === 0) {
        throw new AuthError("ERR_NOT_FOUND", `no server hands out an account ${account}`);
      }
      if (copies.length > 1) context.fail();
      const texts = copies.map(({ claims, servers: count }) => {
        const address = { operator, account: claims?.name ?? account };
        const text = claims ? describeAccount({ address, claims }) : "not the token of an account";
        return `on ${count} server(s):\n${text}`;
      });
      print(context, flags, { account, copies }, texts.join("\n"));
    });
}
