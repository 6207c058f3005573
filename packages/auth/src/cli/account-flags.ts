import type { Command } from "commander";
import type { AccountLimits } from "../claims/types/account.js";
import { expiryFlag, limitFlag } from "./flags.js";
import type { IssuingFlags } from "./store-command.js";

/** Flags that say what an account may use, and until when. */
export interface AccountFlags extends IssuingFlags {
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

/** Adds the flags of an account to a command. */
export function withAccountFlags(command: Command): Command {
  return command
    .option("--expires <when>", "a duration such as 365d, or a date", expiryFlag)
    .option("--description <text>", "what it is for")
    .option("--connections <count>", "how many connections; -1 for no limit", limitFlag)
    .option("--leaf-nodes <count>", "how many leaf nodes", limitFlag)
    .option("--subs <count>", "how many subscriptions", limitFlag)
    .option("--payload <bytes>", "how large a message", limitFlag)
    .option("--js-memory <bytes>", "JetStream memory; -1 for no limit", limitFlag)
    .option("--js-disk <bytes>", "JetStream disk; -1 for no limit", limitFlag)
    .option("--no-bearer", "refuse tokens that log in without their key");
}

/** What the flags say of limits; nothing for a flag that is not given. */
export function limitsFrom(flags: AccountFlags): AccountLimits {
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
