import {
  goBoolean,
  goInt64,
  goList,
  goPointer,
  goString,
  goStruct,
  type Loaded,
  type Loader,
} from "./loader.js";

const permission = goStruct({ allow: goList(goString), deny: goList(goString) });

/** `pub`, `sub` and `resp` of a user, a scope template or default permissions. */
export const permissionMembers = {
  pub: permission,
  sub: permission,
  resp: goPointer(goStruct({ max: goInt64, ttl: goInt64 })),
};

/** A list of networks: an array, or one text with commas that is trimmed and lower-cased. */
const networks: Loader<readonly string[]> = {
  zero: [],
  load: (value, path) => {
    if (typeof value !== "string") return goList(goString).load(value, path);
    const parts = value.toLowerCase().split(",");
    return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ""))];
  },
};

/** What a user and a scope template share (`jwt: v2/user_claims.go` UserPermissionLimits). */
export const userLimitMembers = {
  ...permissionMembers,
  src: networks,
  times: goList(goStruct({ start: goString, end: goString })),
  times_location: goString,
  subs: goInt64,
  data: goInt64,
  payload: goInt64,
  bearer_token: goBoolean,
  proxy_required: goBoolean,
  allowed_connection_types: goList(goString),
};

const permissions = goStruct(permissionMembers);
const userLimits = goStruct(userLimitMembers);

/** Permissions as they were loaded. */
export type LoadedPermissions = Loaded<typeof permissions>;

/** User limits as they were loaded. */
export type LoadedUserLimits = Loaded<typeof userLimits>;

/** Members that stand beside the claim's own ones. */
export const genericMembers = { tags: goList(goString), type: goString, version: goInt64 };

/** The claim around `nats`. */
export const claimMembers = {
  aud: goString,
  exp: goInt64,
  jti: goString,
  iat: goInt64,
  iss: goString,
  name: goString,
  nbf: goInt64,
  sub: goString,
};
