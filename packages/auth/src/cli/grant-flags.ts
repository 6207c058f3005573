import type { Command } from "commander";
import type { Permission, Permissions } from "../claims/types/permissions.js";
import { assertPresent, editedList } from "./edited-list.js";
import { durationFlag, limitFlag, listFlag } from "./flags.js";

/** Flags that say what may be published and subscribed. */
export interface GrantFlags {
  readonly allowPub?: readonly string[] | undefined;
  readonly denyPub?: readonly string[] | undefined;
  readonly allowSub?: readonly string[] | undefined;
  readonly denySub?: readonly string[] | undefined;
  readonly allowResponses?: number | undefined;
  readonly responseTtl?: number | undefined;
  readonly remove?: readonly string[] | undefined;
  readonly responses?: boolean | undefined;
}

/** What servers take a missing time for a reply for, in seconds. */
const DEFAULT_RESPONSE_TTL = 120;

/** Adds the flags that grant and deny to a command. */
export function withGrantFlags(command: Command): Command {
  return command
    .option("--allow-pub <subject>", "may publish (repeatable)", listFlag)
    .option("--deny-pub <subject>", "may not publish (repeatable)", listFlag)
    .option("--allow-sub <subject>", 'may subscribe, also "subject queue" (repeatable)', listFlag)
    .option("--deny-sub <subject>", "may not subscribe (repeatable)", listFlag)
    .option("--allow-responses <count>", "replies allowed to each request heard", limitFlag)
    .option("--response-ttl <duration>", "how long a reply is allowed (default: 2m)", durationFlag);
}

/** Adds the flags that take grants and denials away again. */
export function withGrantRemovalFlags(command: Command): Command {
  return command
    .option(
      "--remove <subject>",
      "take it out of what is allowed and denied (repeatable)",
      listFlag,
    )
    .option("--no-responses", "take the leave to reply away");
}

/** The grants after the change; nothing of what no flag speaks of. */
export function grantsFrom(before: Permissions, flags: GrantFlags): Permissions {
  const { allowPub, denyPub, allowSub, denySub, remove } = flags;
  const lists = [before.pub?.allow, before.pub?.deny, before.sub?.allow, before.sub?.deny];
  assertPresent(remove, "--remove", ...lists);
  return {
    ...((allowPub ?? denyPub ?? remove) && { pub: edited(before.pub, allowPub, denyPub, remove) }),
    ...((allowSub ?? denySub ?? remove) && { sub: edited(before.sub, allowSub, denySub, remove) }),
    ...responsesFrom(before, flags),
  };
}

type List = readonly string[] | undefined;

function edited(before: Permission | undefined, allow: List, deny: List, remove: List): Permission {
  const allowed = editedList(before?.allow, allow, remove);
  const denied = editedList(before?.deny, deny, remove);
  // An empty list counts as a permission under a scope, where a missing one does not.
  return {
    ...(allowed.length > 0 && { allow: allowed }),
    ...(denied.length > 0 && { deny: denied }),
  };
}

function responsesFrom(
  { resp }: Permissions,
  { allowResponses, responseTtl, responses }: GrantFlags,
): Pick<Permissions, "resp"> {
  if (responses === false) return { resp: undefined };
  if (allowResponses === undefined && responseTtl === undefined) return {};
  const ttl = { ttl: (responseTtl ?? DEFAULT_RESPONSE_TTL) * 1_000_000_000 };
  return {
    resp: {
      max: allowResponses ?? resp?.max ?? 1,
      ...(responseTtl === undefined && resp?.ttl ? { ttl: resp.ttl } : ttl),
    },
  };
}
