import { type Command, InvalidArgumentError } from "commander";
import type { AccountLimits, JetStreamLimits } from "../claims/types/account.js";
import { AuthError } from "../errors/auth-error.js";
import { limitFlag, sizeFlag } from "./flags.js";

/** Which flag sets which limit. */
const LIMIT_OF = {
  jsMemory: "mem_storage",
  jsDisk: "disk_storage",
  jsStreams: "streams",
  jsConsumers: "consumer",
  jsMaxAckPending: "max_ack_pending",
  jsMemoryStream: "mem_max_stream_bytes",
  jsDiskStream: "disk_max_stream_bytes",
  jsMaxBytesRequired: "max_bytes_required",
} as const satisfies Record<string, keyof JetStreamLimits>;

type LimitFlag = keyof typeof LIMIT_OF;

/** Flags that say what an account may use of JetStream. */
export interface JetStreamFlags extends Partial<Record<LimitFlag, number | boolean | undefined>> {
  readonly jsTier?: string | undefined;
  readonly removeJsTier?: string | undefined;
  readonly js?: boolean | undefined;
}

/** Adds the JetStream flags to a command. */
export function withJetStreamFlags(command: Command): Command {
  return command
    .option("--js-memory <bytes>", "memory, as 64mib; -1 for no limit", sizeFlag)
    .option("--js-disk <bytes>", "disk, as 10gib; -1 for no limit", sizeFlag)
    .option("--js-streams <count>", "how many streams", limitFlag)
    .option("--js-consumers <count>", "how many consumers", limitFlag)
    .option("--js-max-ack-pending <count>", "unacknowledged messages of a consumer", limitFlag)
    .option("--js-memory-stream <bytes>", "how large a stream in memory", sizeFlag)
    .option("--js-disk-stream <bytes>", "how large a stream on disk", sizeFlag)
    .option("--js-max-bytes-required", "every stream must say how large it gets")
    .option("--js-tier <replicas>", "the limits are for streams of so many replicas", tierFlag);
}

/** Adds the flags that take JetStream limits away again. */
export function withJetStreamRemovalFlags(command: Command): Command {
  return command
    .option("--no-js-max-bytes-required", "streams may leave their size open again")
    .option("--remove-js-tier <replicas>", "remove the limits of a tier", tierFlag)
    .option("--no-js", "switch JetStream off");
}

/** The limits after the change. */
export function jetStreamFrom(before: AccountLimits, flags: JetStreamFlags): AccountLimits {
  const { jsTier, removeJsTier, js } = flags;
  const names = Object.keys(LIMIT_OF) as LimitFlag[];
  const given = names.filter((name) => flags[name] !== undefined);
  const limits: JetStreamLimits = Object.fromEntries(
    given.map((name) => [LIMIT_OF[name], flags[name]]),
  );
  if (js === false) return withoutJetStream(before);
  const { tiered_limits: tiers, ...rest } = withoutTier(before, removeJsTier);
  if (jsTier === undefined) return { ...rest, ...limits, ...(tiers && { tiered_limits: tiers }) };
  if (given.length === 0) {
    throw new AuthError(
      "ERR_USAGE",
      "--js-tier needs a limit of the tier, such as --js-disk 10gib",
    );
  }
  return { ...rest, tiered_limits: { ...tiers, [jsTier]: { ...tiers?.[jsTier], ...limits } } };
}

function withoutJetStream(before: AccountLimits): AccountLimits {
  const off: readonly string[] = [...Object.values(LIMIT_OF), "tiered_limits"];
  return Object.fromEntries(Object.entries(before).filter(([member]) => !off.includes(member)));
}

function withoutTier(before: AccountLimits, tier: string | undefined): AccountLimits {
  if (tier === undefined) return before;
  const { [tier]: removed, ...others } = before.tiered_limits ?? {};
  if (removed !== undefined) return { ...before, tiered_limits: others };
  throw new AuthError("ERR_NOT_FOUND", `the account has no JetStream tier ${tier}`);
}

function tierFlag(text: string): string {
  if (/^R?[1-5]$/.test(text)) return text.startsWith("R") ? text : `R${text}`;
  throw new InvalidArgumentError("expected a number of replicas from 1 to 5.");
}
