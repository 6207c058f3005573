import { type Command, InvalidArgumentError } from "commander";
import type { TimeRange, UserPermissionLimits } from "../claims/types/permissions.js";
import { assertPresent, editedList } from "./edited-list.js";
import { limitFlag, listFlag, sizeFlag } from "./flags.js";
import {
  type GrantFlags,
  grantsFrom,
  withGrantFlags,
  withGrantRemovalFlags,
} from "./grant-flags.js";

/** Flags that say what a user or a scope may do. */
export interface PermissionFlags extends GrantFlags {
  readonly source?: readonly string[] | undefined;
  readonly removeSource?: readonly string[] | undefined;
  readonly connectionType?: readonly string[] | undefined;
  readonly removeConnectionType?: readonly string[] | undefined;
  readonly time?: readonly string[] | undefined;
  readonly removeTime?: readonly string[] | undefined;
  readonly timeZone?: string | undefined;
  readonly subs?: number | undefined;
  readonly data?: number | undefined;
  readonly payload?: number | undefined;
  readonly bearer?: boolean | undefined;
  readonly proxyRequired?: boolean | undefined;
}

/** Adds the permission flags to a command. */
export function withPermissionFlags(command: Command): Command {
  return withGrantFlags(command)
    .option("--source <cidr>", "may connect from this network alone (repeatable)", listFlag)
    .option("--connection-type <type>", "STANDARD, WEBSOCKET, LEAFNODE … (repeatable)", listFlag)
    .option("--time <range>", "may connect daily from 08:00-17:30 alone (repeatable)", timeFlag)
    .option("--time-zone <name>", "of --time, as Europe/Berlin (default: the server's)")
    .option("--subs <count>", "how many subscriptions; -1 for no limit", limitFlag)
    .option("--data <bytes>", "how many bytes", sizeFlag)
    .option("--payload <bytes>", "how large a message, as 64k or 1mib", sizeFlag)
    .option("--bearer", "the token alone logs in, without its key")
    .option("--proxy-required", "may connect through a trusted proxy alone");
}

/** Adds the flags that take permissions away again. */
export function withPermissionRemovalFlags(command: Command): Command {
  return withGrantRemovalFlags(command)
    .option("--remove-source <cidr>", "remove a network (repeatable)", listFlag)
    .option("--remove-connection-type <type>", "remove a connection type (repeatable)", listFlag)
    .option("--remove-time <range>", "remove a range of --time (repeatable)", timeFlag)
    .option("--no-bearer", "ask for the key again")
    .option("--no-proxy-required", "may connect directly again");
}

/** The permissions after the change; nothing of what no flag speaks of. */
export function permissionsFrom(
  before: UserPermissionLimits,
  flags: PermissionFlags,
): UserPermissionLimits {
  const { removeSource, removeConnectionType, removeTime, timeZone } = flags;
  const types = before.allowed_connection_types;
  const times = before.times?.map(({ start, end }) => `${start}-${end}`);
  assertPresent(removeSource, "--remove-source", before.src);
  assertPresent(removeConnectionType, "--remove-connection-type", types);
  assertPresent(removeTime, "--remove-time", times);
  const src = listOf(before.src, flags.source, removeSource);
  const connectionTypes = listOf(types, flags.connectionType, removeConnectionType);
  const ranges = listOf(times, flags.time, removeTime);
  return {
    ...grantsFrom(before, flags),
    ...(src && { src }),
    ...(connectionTypes && { allowed_connection_types: connectionTypes }),
    ...(ranges && { times: ranges.map(rangeOf) }),
    ...(timeZone !== undefined && { times_location: timeZone }),
    ...(flags.subs !== undefined && { subs: flags.subs }),
    ...(flags.data !== undefined && { data: flags.data }),
    ...(flags.payload !== undefined && { payload: flags.payload }),
    ...(flags.bearer !== undefined && { bearer_token: flags.bearer }),
    ...(flags.proxyRequired !== undefined && { proxy_required: flags.proxyRequired }),
  };
}

type List = readonly string[] | undefined;

function listOf(before: List, added: List, removed: List): string[] | undefined {
  return (added ?? removed) && editedList(before, added, removed);
}

function timeFlag(text: string, before?: readonly string[]): string[] {
  const [, start, end] = /^(\d\d:\d\d(?::\d\d)?)-(\d\d:\d\d(?::\d\d)?)$/.exec(text) ?? [];
  if (start && end) return listFlag(`${withSeconds(start)}-${withSeconds(end)}`, before);
  throw new InvalidArgumentError("expected a range such as 08:00-17:30 or 22:00:00-23:59:59.");
}

function withSeconds(time: string): string {
  return time.length === 5 ? `${time}:00` : time;
}

function rangeOf(text: string): TimeRange {
  const [start, end] = text.split("-");
  return { start, end };
}
