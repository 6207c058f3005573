import type { Command } from "commander";
import type { OperatorClaims } from "../claims/types/operator.js";
import { AuthError } from "../errors/auth-error.js";
import { checkTrust } from "../resolver/check-trust.js";
import { type HeldAccount, heldAccounts } from "../resolver/held-accounts.js";
import { readOperator } from "../tree/entry.js";
import { section, time } from "../tree/lines.js";
import { soleOperator } from "../tree/sole-operator.js";
import { connectToServers, type ServerFlags } from "./connect.js";
import { type CliContext, print } from "./output.js";
import { openNamedStore, storeCommand } from "./store-command.js";

/** `kchat-auth list` */
export function listCommand(context: CliContext): Command {
  return storeCommand(
    "list",
    "list the accounts that the servers hold, and whether they are trusted",
  )
    .option("--server <urls>", "servers, separated by commas (default: the operator's)")
    .addHelpText(
      "after",
      `
A resolver stores whatever it is sent; exit 1 means that it holds an account that this
operator did not sign, or that the servers differ. What the store holds: kchat-auth describe

Examples:
  $ kchat-auth list --server nats://localhost:4222
  $ kchat-auth list --json`,
    )
    .action(async (flags: ServerFlags) => {
      const store = await openNamedStore(flags);
      const { claims } = await readOperator(store, {
        operator: await soleOperator(store, flags.operator),
      });
      await using servers = await connectToServers(store, flags);
      const held = await heldAccounts(servers.connection, servers);
      const rows = held.accounts.map((account) => rowOf(account, claims, held.servers.length));
      if (rows.some(({ problem }) => problem !== undefined)) context.fail();
      const lines = rows.map(({ account, name, issuedAt, onServers, problem }) =>
        section(name ?? account, [
          ["key", account],
          ["issued", issuedAt === undefined ? undefined : time(issuedAt)],
          ["servers", `${onServers} of ${held.servers.length}`],
          ["problem", problem],
        ]),
      );
      print(context, flags, rows, lines.join("") || "the servers hold no account");
    });
}

function rowOf({ account, copies }: HeldAccount, operator: OperatorClaims, servers: number) {
  const [newest] = copies;
  const onServers = copies.reduce((sum, copy) => sum + copy.servers, 0);
  return {
    account,
    name: newest?.claims?.name,
    issuedAt: newest?.claims?.iat,
    onServers,
    problem:
      problemOf(copies, operator) ?? (onServers < servers ? "not on every server" : undefined),
  };
}

function problemOf(copies: HeldAccount["copies"], operator: OperatorClaims): string | undefined {
  const [newest] = copies;
  if (newest === undefined) return "can't be read: only a full resolver hands out tokens";
  if (copies.length > 1) return `servers hold ${copies.length} different tokens; push it again`;
  if (newest.claims === undefined) return "not the token of an account";
  return whyUntrusted(operator, newest.claims);
}

function whyUntrusted(...[operator, account]: Parameters<typeof checkTrust>): string | undefined {
  try {
    checkTrust(operator, account);
    return undefined;
  } catch (error) {
    if (AuthError.isInstance(error)) return error.message;
    throw error;
  }
}
