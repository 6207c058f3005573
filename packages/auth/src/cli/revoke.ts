import type { Command } from "commander";
import { AuthError } from "../errors/auth-error.js";
import { type RevocationReport, revokeAndConfirm } from "../resolver/revoke-and-confirm.js";
import { fileIssueLog } from "../revocation/file-issue-log.js";
import { revoke } from "../revocation/revoke.js";
import type { RevocationTarget } from "../revocation/select-keys.js";
import { readOperator } from "../tree/entry.js";
import { time } from "../tree/lines.js";
import { connectToServers, type ServerFlags } from "./connect.js";
import { pastFlag, publicKeyFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { textOf } from "./push.js";
import { holdStore, storeCommand } from "./store-command.js";

interface RevokeFlags extends ServerFlags {
  readonly account: string;
  readonly publicKey?: string | undefined;
  readonly everyone?: boolean | undefined;
  readonly until?: number | undefined;
  readonly log?: string | undefined;
}

/** `kchat-auth revoke` */
export function revokeCommand(context: CliContext): Command {
  return storeCommand("revoke", "revoke a user, or everyone of an account, and see them go")
    .argument("[name]", "the user's name, in the store or in the issue log")
    .requiredOption("--account <name>", "the account")
    .option("--public-key <key>", "revoke this key instead of a name", publicKeyFlag("user"))
    .option("--everyone", "revoke whatever the account issued until now")
    .option("--until <when>", "what was issued until then: a date, or how long ago", pastFlag)
    .option("--log <file>", "issue log, for users that are in no store")
    .option("--server <urls>", "push it there and wait until the connections are closed")
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth revoke mallory --account KUBECON --server nats://localhost:4222
  $ kchat-auth revoke --public-key UA… --account KUBECON
  $ kchat-auth revoke --everyone --account KUBECON --until 2026-11-01

Private imports are revoked by: kchat-auth delete activation`,
    )
    .action(async (name: string | undefined, flags: RevokeFlags) => {
      await using held = await holdStore(flags);
      const { store } = held;
      const { operator, account, log } = flags;
      const revoked = await revoke(store, {
        operator,
        account,
        target: targetOf(name, flags),
        at: flags.until,
        log: log === undefined ? undefined : fileIssueLog(log),
      });
      const { entry, keys, at } = revoked;
      const what = `revoked in ${account} up to ${time(at)}: ${keys.join(", ")}`;
      if (flags.server === undefined) {
        print(
          context,
          flags,
          revoked,
          `${what}\nnobody is refused before it is pushed: kchat-auth push`,
        );
        return;
      }
      await using servers = await connectToServers(store, flags, [entry.claims.sub]);
      const { token } = await readOperator(store, entry.address);
      const report = await revokeAndConfirm(servers.connection, {
        operator: token,
        account: entry.token,
        inboxPrefix: servers.inboxPrefix,
      });
      if (!report.confirmed) context.fail();
      print(context, flags, { ...revoked, report }, `${what}\n${describe(report)}`);
    });
}

/** Whom the flags name. */
export function targetOf(
  name: string | undefined,
  flags: Pick<RevokeFlags, "publicKey" | "everyone">,
): RevocationTarget {
  const { publicKey, everyone } = flags;
  const given = [name, publicKey, everyone].filter((value) => value !== undefined);
  if (given.length !== 1) {
    throw new AuthError("ERR_USAGE", "name one of: a user's name, --public-key, --everyone");
  }
  if (name !== undefined) return { name };
  return publicKey === undefined ? { everyone: true } : { publicKey };
}

function describe({ push, closed, remaining }: RevocationReport): string {
  const still = remaining.map(
    ({ server, id, name }) => `  still open on ${server.name}: ${id} ${name}`,
  );
  return [textOf(push), `${closed.length} connection(s) closed`, ...still].join("\n");
}
