import { accountBody, sharingType } from "./load-account.js";
import { claimMembers, genericMembers, userLimitMembers } from "./load-permissions.js";
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
} from "./loader.js";

const operatorBody = goStruct({
  signing_keys: goList(goString),
  account_server_url: goString,
  operator_service_urls: goList(goString),
  system_account: goString,
  assert_server_version: goString,
  strict_signing_key_usage: goBoolean,
  ...genericMembers,
});

const userBody = goStruct({ ...userLimitMembers, issuer_account: goString, ...genericMembers });

const activationBody = goStruct({
  subject: goString,
  kind: sharingType,
  issuer_account: goString,
  ...genericMembers,
});

const requestBody = goStruct({
  server_id: goStruct({
    name: goString,
    host: goString,
    id: goString,
    version: goString,
    cluster: goString,
    tags: goList(goString),
    xkey: goString,
  }),
  user_nkey: goString,
  client_info: goStruct({
    host: goString,
    id: goInteger(0n, 2n ** 64n - 1n),
    user: goString,
    name: goString,
    tags: goList(goString),
    name_tag: goString,
    kind: goString,
    type: goString,
    mqtt_id: goString,
    nonce: goString,
  }),
  connect_opts: goStruct({
    jwt: goString,
    nkey: goString,
    sig: goString,
    auth_token: goString,
    user: goString,
    pass: goString,
    name: goString,
    lang: goString,
    version: goString,
    protocol: goInt64,
  }),
  client_tls: goPointer(
    goStruct({
      version: goString,
      cipher: goString,
      certs: goList(goString),
      verified_chains: goList(goList(goString)),
    }),
  ),
  request_nonce: goString,
  ...genericMembers,
});

const responseBody = goStruct({
  jwt: goString,
  error: goString,
  issuer_account: goString,
  ...genericMembers,
});

const anything: Loader<unknown> = { zero: null, load: (value) => value };

const loaders = {
  operator: goStruct({ ...claimMembers, nats: operatorBody }),
  account: goStruct({ ...claimMembers, nats: accountBody }),
  user: goStruct({ ...claimMembers, nats: userBody }),
  activation: goStruct({ ...claimMembers, nats: activationBody }),
  authorization_request: goStruct({ ...claimMembers, nats: requestBody }),
  authorization_response: goStruct({ ...claimMembers, nats: responseBody }),
  generic: goStruct({ ...claimMembers, nats: goMap(anything) }),
};

/** The kinds of claims that can be loaded and validated. */
export type LoadedKind = keyof typeof loaders;

/** A claim of a kind with every member present: what was absent or `null` has Go's zero value. */
export type LoadedClaims<K extends LoadedKind> = Loaded<(typeof loaders)[K]>;

/**
 * Reads a claim object as the Go library's JSON decoder would: names ignoring case, `null` as absent,
 * unknown members dropped. The input is not changed.
 *
 * @throws {@link AuthError} `ERR_CLAIM_MALFORMED` where a member has a wrong type or range
 *
 * @example
 * ```ts
 * loadClaims("user", { sub: "U…", nats: { subs: -1 } }).nats.subs; // -1
 * ```
 */
export const loadClaims = <K extends LoadedKind>(kind: K, claims: unknown): LoadedClaims<K> =>
  (loaders[kind] as Loader<LoadedClaims<K>>).load(claims, "");
