import type { Command } from "commander";
import type { AccountLimits } from "../claims/types/account.js";
import { editAccount } from "../tree/edit-account.js";
import { expiryFlag, limitFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";

interface EditAccountFlags extends IssuingFlags {
  readonly expires?: number | undefined;
  readonly description?: string | undefined;
  readonly connections?: number | undefined;
  readonly leafNodes?: number | undefined;
  readonly subs?: number | undefined;
  readonly payload?: number | undefined;
  readonly jsMemory?: number | undefined;
  readonly jsDisk?: number | undefined;
  readonly bearer?: boolean | undefined;
}

/** `kchat-auth edit account` */
export function editAccountCommand(context: CliContext): Command {
  return issuingCommand("account", "change an account; push it for the servers to know")
    .argument("<name>")
    .option("--expires <when>", "a duration such as 365d, or a date", expiryFlag)
    .option("--description <text>", "what it is for")
    .option("--connections <count>", "how many connections; -1 for no limit", limitFlag)
    .option("--leaf-nodes <count>", "how many leaf nodes", limitFlag)
    .option("--subs <count>", "how many subscriptions", limitFlag)
    .option("--payload <bytes>", "how large a message", limitFlag)
    .option("--js-memory <bytes>", "JetStream memory", limitFlag)
    .option("--js-disk <bytes>", "JetStream disk", limitFlag)
    .option("--no-bearer", "refuse tokens that log in without their key")
    .addHelpText("after", "\nExample:\n  $ kchat-auth edit account KUBECON --connections 500")
    .action(async (account: string, flags: EditAccountFlags) => {
      const { operator, expires, description } = flags;
      await using held = await holdStore(flags);
      const entry = await editAccount(held.store, {
        operator,
        account,
        disable: ignoredRules(flags),
        change: (claims) => ({
          ...claims,
          ...(expires !== undefined && { exp: expires }),
          nats: {
            ...claims.nats,
            ...(description !== undefined && { description }),
            limits: { ...claims.nats.limits, ...limitsFrom(flags) },
          },
        }),
      });
      print(
        context,
        flags,
        entry,
        `account ${account} issued anew: push it, or configure the servers`,
      );
    });
}

function limitsFrom(flags: EditAccountFlags): AccountLimits {
  const { connections, leafNodes, subs, payload, jsMemory, jsDisk, bearer } = flags;
  return {
    ...(connections !== undefined && { conn: connections }),
    ...(leafNodes !== undefined && { leaf: leafNodes }),
    ...(subs !== undefined && { subs }),
    ...(payload !== undefined && { payload }),
    ...(jsMemory !== undefined && { mem_storage: jsMemory }),
    ...(jsDisk !== undefined && { disk_storage: jsDisk }),
    ...(bearer === false && { disallow_bearer: true }),
  };
}
