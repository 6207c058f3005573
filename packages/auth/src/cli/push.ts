import type { Command } from "commander";
import { AuthError } from "../errors/auth-error.js";
import { type PushReport, push } from "../resolver/push.js";
import { checkSharing } from "../sharing/check-sharing.js";
import { readTree } from "../tree/read-tree.js";
import { InvalidClaimError } from "../validation/invalid-claim-error.js";
import { connectToServers, type ServerFlags } from "./connect.js";
import { listFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { openNamedStore, storeCommand } from "./store-command.js";

interface PushFlags extends ServerFlags {
  readonly account?: readonly string[] | undefined;
  readonly force?: boolean | undefined;
}

/** `kchat-auth push` */
export function pushCommand(context: CliContext): Command {
  return storeCommand("push", "push accounts to every server, and read them back")
    .option("--server <urls>", "servers, separated by commas (default: the operator's)")
    .option("--account <name>", "this account alone (repeatable)", listFlag)
    .option("--force", "push though an import finds no export among the accounts here")
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth push --server nats://localhost:4222
  $ kchat-auth push --account KUBECON --json`,
    )
    .action(async (flags: PushFlags) => {
      const store = await openNamedStore(flags);
      const { operator, accounts } = await readTree(store, flags.operator);
      const wanted = accounts.filter(
        ({ address }) => flags.account?.includes(address.account) ?? true,
      );
      if (wanted.length === 0)
        throw new AuthError("ERR_NOT_FOUND", "there is no such account to push");
      const keys = new Set(wanted.map(({ claims }) => claims.sub));
      const broken = checkSharing(accounts.map(({ claims }) => claims));
      const mine = broken.filter(({ importer }) => keys.has(importer));
      if (mine.length > 0 && !flags.force) {
        throw new InvalidClaimError(
          "servers would drop imports (--force pushes even so)",
          mine.map(({ message: description }) => {
            return { description, blocking: true, timeCheck: false, level: "error" };
          }),
        );
      }
      await using servers = await connectToServers(store, flags, [...keys]);
      const { connection, inboxPrefix } = servers;
      const report = await push(connection, {
        operator: operator.token,
        accounts: wanted.map(({ token }) => token),
        inboxPrefix,
      });
      if (!report.complete) context.fail();
      print(context, flags, report, textOf(report));
    });
}

/** The report of a push for people. */
export function textOf({ servers, silent, accounts }: PushReport): string {
  const lines = accounts.flatMap(({ name, outcome, answers, readBack }) => [
    `${name}: ${outcome}, read back from ${readBack === "unsupported" ? "none (this resolver has no lookup)" : readBack}`,
    ...answers
      .filter((answer) => answer.outcome !== "updated")
      .map(({ server, outcome, message }) => `  ${server.name}: ${outcome}: ${message}`),
  ]);
  const missing = silent > 0 ? [`${silent} more server(s) did not reply`] : [];
  return [`${servers.length} server(s)`, ...missing, ...lines].join("\n");
}
