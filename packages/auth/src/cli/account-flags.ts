import { type Command, Option } from "commander";
import type { AccountLimits, AccountNats } from "../claims/types/account.js";
import { limitFlag, sizeFlag } from "./flags.js";
import { type GrantFlags, grantsFrom, withGrantFlags } from "./grant-flags.js";
import { type JetStreamFlags, jetStreamFrom, withJetStreamFlags } from "./jetstream-flags.js";
import { type TagFlags, tagsFrom } from "./tag-flags.js";

/** Flags that say what an account may use, and what its users may do. */
export interface AccountFlags extends GrantFlags, JetStreamFlags, TagFlags {
  readonly description?: string | undefined;
  readonly infoUrl?: string | undefined;
  readonly connections?: number | undefined;
  readonly leafNodes?: number | undefined;
  readonly subs?: number | undefined;
  readonly payload?: number | undefined;
  readonly data?: number | undefined;
  readonly imports?: number | undefined;
  readonly exports?: number | undefined;
  readonly wildcardExports?: boolean | undefined;
  readonly bearer?: boolean | undefined;
  readonly traceSubject?: string | undefined;
  readonly traceSampling?: number | undefined;
  readonly trace?: boolean | undefined;
  readonly clusterTraffic?: "system" | "owner" | undefined;
}

/** Adds the flags of an account to a command. */
export function withAccountFlags(command: Command): Command {
  command
    .option("--description <text>", "what it is for")
    .option("--info-url <url>", "where more is said about it")
    .option("--trace-subject <subject>", "where traces of messages that carry a trace context go")
    .option("--trace-sampling <percent>", "how many of them (default: all)", limitFlag)
    .addOption(
      new Option("--cluster-traffic <account>", "whose account carries its RAFT traffic").choices([
        "system",
        "owner",
      ]),
    )
    .optionsGroup("Limits, -1 for none:")
    .option("--connections <count>", "how many connections", limitFlag)
    .option("--leaf-nodes <count>", "how many leaf nodes", limitFlag)
    .option("--subs <count>", "how many subscriptions", limitFlag)
    .option("--payload <bytes>", "how large a message, as 64k or 1mib", sizeFlag)
    .option("--data <bytes>", "how many bytes", sizeFlag)
    .option("--imports <count>", "how many imports", limitFlag)
    .option("--exports <count>", "how many exports", limitFlag)
    .option("--wildcard-exports", "exports may hold wildcards")
    .option("--no-wildcard-exports", "where --exports is limited, without wildcards")
    .option("--bearer", "take tokens that log in without their key")
    .option("--no-bearer", "refuse tokens that log in without their key");
  withJetStreamFlags(command.optionsGroup("JetStream, off unless memory or disk is given:"));
  return withGrantFlags(command.optionsGroup("What users may do who have no permissions at all:"));
}

/** What the account's claim says after the change; nothing of what no flag speaks of. */
export function accountFrom(before: AccountNats, flags: AccountFlags): AccountNats {
  const { description, infoUrl, clusterTraffic } = flags;
  const grants = grantsFrom(before.default_permissions ?? {}, flags);
  return {
    limits: jetStreamFrom({ ...before.limits, ...limitsFrom(flags) }, flags),
    ...(description !== undefined && { description }),
    ...(infoUrl !== undefined && { info_url: infoUrl }),
    ...(clusterTraffic && { cluster_traffic: clusterTraffic }),
    ...traceFrom(before, flags),
    ...tagsFrom(before.tags, flags),
    default_permissions: { ...before.default_permissions, ...grants },
  };
}

function limitsFrom(flags: AccountFlags): AccountLimits {
  const { connections, leafNodes, subs, payload, data, imports, exports, bearer } = flags;
  return {
    ...(connections !== undefined && { conn: connections }),
    ...(leafNodes !== undefined && { leaf: leafNodes }),
    ...(subs !== undefined && { subs }),
    ...(payload !== undefined && { payload }),
    ...(data !== undefined && { data }),
    ...(imports !== undefined && { imports }),
    ...(exports !== undefined && { exports }),
    ...(flags.wildcardExports !== undefined && { wildcards: flags.wildcardExports }),
    ...(bearer !== undefined && { disallow_bearer: !bearer }),
  };
}

function traceFrom(
  { trace: before }: AccountNats,
  { traceSubject, traceSampling, trace }: AccountFlags,
): Pick<AccountNats, "trace"> {
  if (trace === false) return { trace: undefined };
  if (traceSubject === undefined && traceSampling === undefined) return {};
  return {
    trace: {
      ...before,
      ...(traceSubject !== undefined && { dest: traceSubject }),
      ...(traceSampling !== undefined && { sampling: traceSampling }),
    },
  };
}
