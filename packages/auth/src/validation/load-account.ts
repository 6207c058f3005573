import { genericMembers, permissionMembers, userLimitMembers } from "./load-permissions.js";
import {
  goBoolean,
  goInt64,
  goInteger,
  goList,
  goMap,
  goPointer,
  goString,
  goStruct,
  type Loaded,
  type Loader,
  malformed,
} from "./loader.js";

/** `stream`, `service`, or `unknown` where the member is absent. */
export const sharingType: Loader<"unknown" | "stream" | "service"> = {
  zero: "unknown",
  takesNull: true,
  load: (value, path) =>
    value === "stream" || value === "service" ? value : malformed(path, '"stream" or "service"'),
};

const sampling: Loader<number | bigint> = {
  zero: 0,
  takesNull: true,
  load: (value, path) =>
    value === null || (typeof value === "string" && value.toLowerCase() === "headers")
      ? 0
      : goInt64.load(value, path),
};

const infoMembers = { description: goString, info_url: goString };

const exported = goPointer(
  goStruct({
    name: goString,
    subject: goString,
    type: sharingType,
    token_req: goBoolean,
    revocations: goMap(goInt64),
    response_type: goString,
    response_threshold: goInt64,
    service_latency: goPointer(goStruct({ sampling, results: goString })),
    account_token_position: goInteger(0n, 2n ** 64n - 1n),
    advertise: goBoolean,
    allow_trace: goBoolean,
    ...infoMembers,
  }),
);

const imported = goPointer(
  goStruct({
    name: goString,
    subject: goString,
    account: goString,
    token: goString,
    to: goString,
    local_subject: goString,
    type: sharingType,
    share: goBoolean,
    allow_trace: goBoolean,
  }),
);

const jetStreamMembers = {
  mem_storage: goInt64,
  disk_storage: goInt64,
  streams: goInt64,
  consumer: goInt64,
  max_ack_pending: goInt64,
  mem_max_stream_bytes: goInt64,
  disk_max_stream_bytes: goInt64,
  max_bytes_required: goBoolean,
};

const limits = goStruct({
  subs: goInt64,
  data: goInt64,
  payload: goInt64,
  imports: goInt64,
  exports: goInt64,
  wildcards: goBoolean,
  disallow_bearer: goBoolean,
  conn: goInt64,
  leaf: goInt64,
  ...jetStreamMembers,
  tiered_limits: goMap(goStruct(jetStreamMembers)),
});

const scope = goStruct({
  kind: goString,
  key: goString,
  role: goString,
  template: goStruct(userLimitMembers, { subs: -1, data: -1, payload: -1 }),
  description: goString,
});

/** A signing key with the scope that binds it, if any. */
export type LoadedScope = Loaded<typeof scope>;

/** Signing keys by key; items that are neither text nor object are dropped (`jwt: v2/signingkeys.go`). */
const signingKeys: Loader<ReadonlyMap<string, LoadedScope | undefined>> = {
  zero: new Map(),
  load: (value, path) => {
    if (!Array.isArray(value)) return malformed(path, "a list");
    const keys = new Map<string, LoadedScope | undefined>();
    for (const [index, item] of value.entries()) {
      if (typeof item === "string") keys.set(item, undefined);
      if (typeof item !== "object" || item === null || Array.isArray(item)) continue;
      // The kind is looked up by its exact name, unlike every other member.
      if ((item as { kind?: unknown }).kind !== "user_scope") {
        malformed(`${path}[${index}].kind`, '"user_scope"');
      }
      const loaded = scope.load(item, `${path}[${index}]`);
      keys.set(loaded.key, loaded);
    }
    return keys;
  },
};

const account = goStruct({
  imports: goList(imported),
  exports: goList(exported),
  limits,
  signing_keys: signingKeys,
  revocations: goMap(goInt64),
  default_permissions: goStruct(permissionMembers),
  mappings: goMap(
    goList(goStruct({ subject: goString, weight: goInteger(0n, 255n), cluster: goString })),
  ),
  authorization: goStruct({
    auth_users: goList(goString),
    allowed_accounts: goList(goString),
    xkey: goString,
  }),
  trace: goPointer(goStruct({ dest: goString, sampling: goInt64 })),
  cluster_traffic: goString,
  ...infoMembers,
  ...genericMembers,
});

/** The body of an account claim. */
export const accountBody = account;

/** The body of an account claim as it was loaded. */
export type LoadedAccount = Loaded<typeof account>;

/** An export as it was loaded; `undefined` stands for a `null` entry. */
export type LoadedExport = Loaded<typeof exported>;

/** An import as it was loaded; `undefined` stands for a `null` entry. */
export type LoadedImport = Loaded<typeof imported>;

/** The limits of an account as they were loaded. */
export type LoadedLimits = Loaded<typeof limits>;
