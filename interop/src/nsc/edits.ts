import { deepStrictEqual, ok } from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { AccountNats, BaseClaims, JetStreamLimits, UserNats } from "@kchat/auth";
import { addAccount, readAccount, readUser, type Store } from "@kchat/auth/nsc";
import { ourStore } from "./our-store.js";
import { proof } from "./sandbox.js";

const execute = promisify(execFile);
const main = fileURLToPath(new URL("../../../packages/auth/src/cli/main.ts", import.meta.url));

/** What each program is told to change of its account, in its own words. */
const ACCOUNT_EDITS: readonly (readonly [theirs: string, ours: string])[] = [
  [
    "--conns 5 --data 1M --exports 4 --imports 3 --leaf-conns 2 --payload 64k --subscriptions 7",
    "--connections 5 --data 1m --exports 4 --imports 3 --leaf-nodes 2 --payload 64k --subs 7",
  ],
  [
    "--description d --info-url https://a.b/c --expiry 1M --start 3d --tag X:y",
    "--description d --info-url https://a.b/c --expires 1M --start 3d --tag X:y",
  ],
  [
    "--allow-pub p --allow-sub s --deny-pub q --deny-sub t --allow-pub-response=3 --response-ttl 5s",
    "--allow-pub p --allow-sub s --deny-pub q --deny-sub t --allow-responses 3 --response-ttl 5s",
  ],
  [
    "--trace-context-subject tr --trace-context-sampling 20 --rm-tag x:y --expiry 0 --start 0",
    "--trace-subject tr --trace-sampling 20 --remove-tag x:y --expires never --start now",
  ],
  ["--rm p", "--remove p"],
  ["--rm-response-perms", "--no-responses"],
  [
    "--js-disk-storage 1gib --js-mem-storage 1k --js-streams 2 --js-consumer 3 --js-max-ack-pending 4",
    "--js-disk 1gib --js-memory 1k --js-streams 2 --js-consumers 3 --js-max-ack-pending 4",
  ],
  ["--js-disable", "--no-js"],
  ["--js-tier 3 --js-disk-storage 5m", "--js-tier 3 --js-disk 5m"],
  ["--rm-js-tier 3", "--remove-js-tier 3"],
];

const USER_EDITS: typeof ACCOUNT_EDITS = [
  [
    "--allow-pub a --deny-sub b --bearer --source-network 10.0.0.0/8 --tag Q:R --expiry 1y",
    "--allow-pub a --deny-sub b --bearer --source 10.0.0.0/8 --tag Q:R --expires 1y",
  ],
  ["--rm a", "--remove a"],
  [
    "--conn-type MQTT --data 1k --payload 2k --subs 3 --time 08:00:00-09:00:00 --locale Europe/Berlin",
    "--connection-type MQTT --data 1k --payload 2k --subs 3 --time 08:00-09:00 --time-zone Europe/Berlin",
  ],
  [
    "--rm-time 08:00:00 --rm-conn-type MQTT --rm-tag q:r --rm-source-network 10.0.0.0/8 --bearer=false --expiry 0",
    "--remove-time 08:00-09:00 --remove-connection-type MQTT --remove-tag q:r --remove-source 10.0.0.0/8 --no-bearer --expires never",
  ],
];

/** The same changes by either program leave the same claims. */
export const edits = [
  proof("kchat-auth edits accounts and users of one store as nsc does", async (sandbox) => {
    const { store, nsc } = await ourStore(sandbox);
    const ours = (line: string) => kchatAuth(store, line);
    for (const name of ["THEIRS", "OURS"]) await addAccount(store, { name });
    for (const [theirs, line] of ACCOUNT_EDITS) {
      await nsc("edit", "account", "--name", "THEIRS", ...theirs.split(" "));
      await ours(`edit account OURS ${line}`);
      agree(line, await accountOf(store, "THEIRS"), await accountOf(store, "OURS"));
    }
    await nsc("add", "mapping", "--account", "THEIRS", "--from", "a.*", "--to", "b.$1");
    await ours("add mapping a.* b.$1 --account OURS");
    agree("mapping", await accountOf(store, "THEIRS"), await accountOf(store, "OURS"));
    await nsc("add", "user", "--account", "THEIRS", "--name", "u");
    await ours("add user u --account OURS");
    for (const [theirs, line] of USER_EDITS) {
      await nsc("edit", "user", "--account", "THEIRS", "--name", "u", ...theirs.split(" "));
      await ours(`edit user u --account OURS ${line}`);
      agree(line, await userOf(store, "THEIRS"), await userOf(store, "OURS"));
    }
  }),
];

async function kchatAuth({ paths }: Store, line: string): Promise<void> {
  const node = ["--conditions=@kchat/source", "--import", "tsx", main];
  await execute(process.execPath, [...node, ...line.split(" "), "--store", paths.config]);
}

interface Edited extends Pick<BaseClaims, "exp" | "nbf"> {
  readonly nats: object;
}

async function accountOf(store: Store, account: string): Promise<Edited> {
  const { exp, nbf, nats } = (await readAccount(store, { operator: "KO", account })).claims;
  const { signing_keys: _keys, limits, ...others }: AccountNats = nats;
  const { tiered_limits: tiers = {}, ...flat } = limits ?? {};
  const named = Object.entries(tiers).map(([tier, of]) => [tier, withoutUnlimited(of)]);
  return {
    exp,
    nbf,
    nats: { ...others, limits: withoutUnlimited(flat), tiers: Object.fromEntries(named) },
  };
}

async function userOf(store: Store, account: string): Promise<Edited> {
  const at = { operator: "KO", account, user: "u" };
  const { exp, nbf, nats } = (await readUser(store, at)).claims;
  const { issuer_account: _account, ...others }: UserNats = nats;
  return { exp, nbf, nats: others };
}

const BOUNDS: readonly string[] = [
  "streams",
  "consumer",
  "max_ack_pending",
  "mem_max_stream_bytes",
  "disk_max_stream_bytes",
] satisfies (keyof JetStreamLimits)[];

/** Where nsc writes -1 for a bound of JetStream, we write nothing, which says the same to servers. */
function withoutUnlimited(limits: JetStreamLimits): object {
  const isSaid = ([name, value]: [string, unknown]) => !BOUNDS.includes(name) || value !== -1;
  return Object.fromEntries(Object.entries(limits).filter(isSaid));
}

function agree(line: string, theirs: Edited, ours: Edited): void {
  deepStrictEqual(ours.nats, theirs.nats, line);
  for (const bound of ["exp", "nbf"] as const) {
    // The two ran one after another.
    const apart = Math.abs((ours[bound] ?? 0) - (theirs[bound] ?? 0));
    ok(apart < 120, `${line}: ${bound} is ${apart} s apart`);
  }
}
