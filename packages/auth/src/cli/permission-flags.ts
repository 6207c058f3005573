import { type Command, Option } from "commander";
import type { UserPermissionLimits } from "../claims/types/permissions.js";
import { durationFlag, limitFlag, listFlag } from "./flags.js";

/** Flags that say what a user or a scope may do. */
export interface PermissionFlags {
  readonly allowPub?: readonly string[] | undefined;
  readonly denyPub?: readonly string[] | undefined;
  readonly allowSub?: readonly string[] | undefined;
  readonly denySub?: readonly string[] | undefined;
  readonly allowResponses?: number | undefined;
  readonly responseTtl?: number | undefined;
  readonly source?: readonly string[] | undefined;
  readonly connectionType?: readonly string[] | undefined;
  readonly subs?: number | undefined;
  readonly payload?: number | undefined;
  readonly bearer?: boolean | undefined;
}

/** Adds the permission flags to a command. */
export function withPermissionFlags(command: Command): Command {
  const list = (flags: string, text: string) => new Option(flags, text).argParser(listFlag);
  return command
    .addOption(list("--allow-pub <subject>", "may publish (repeatable)"))
    .addOption(list("--deny-pub <subject>", "may not publish (repeatable)"))
    .addOption(list("--allow-sub <subject>", 'may subscribe, also "subject queue" (repeatable)'))
    .addOption(list("--deny-sub <subject>", "may not subscribe (repeatable)"))
    .option("--allow-responses <count>", "replies allowed to each request heard", limitFlag)
    .option("--response-ttl <duration>", "how long a reply is allowed", durationFlag)
    .addOption(list("--source <cidr>", "may connect from this network alone (repeatable)"))
    .addOption(list("--connection-type <type>", "STANDARD, WEBSOCKET, LEAFNODE … (repeatable)"))
    .option("--subs <count>", "how many subscriptions", limitFlag)
    .option("--payload <bytes>", "how large a message", limitFlag)
    .option("--bearer", "the token alone logs in, without its key");
}

/** What the permission flags say; nothing for a flag that is not given. */
export function permissionsFrom(flags: PermissionFlags): UserPermissionLimits {
  const { allowPub, denyPub, allowSub, denySub, allowResponses, responseTtl } = flags;
  const pub = { ...(allowPub && { allow: allowPub }), ...(denyPub && { deny: denyPub }) };
  const sub = { ...(allowSub && { allow: allowSub }), ...(denySub && { deny: denySub }) };
  const hasResponses = allowResponses !== undefined || responseTtl !== undefined;
  const resp = { max: allowResponses ?? 1, ttl: (responseTtl ?? 0) * 1_000_000_000 };
  return {
    ...(Object.keys(pub).length > 0 && { pub }),
    ...(Object.keys(sub).length > 0 && { sub }),
    ...(hasResponses && { resp }),
    ...(flags.source && { src: flags.source }),
    ...(flags.connectionType && { allowed_connection_types: flags.connectionType }),
    ...(flags.subs !== undefined && { subs: flags.subs }),
    ...(flags.payload !== undefined && { payload: flags.payload }),
    ...(flags.bearer && { bearer_token: true }),
  };
}
