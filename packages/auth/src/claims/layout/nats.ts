import type { ClaimKind } from "../types/claims.js";
import type { Codec } from "./codec.js";
import { list, map, texts } from "./collections.js";
import { permissionFields, userPermissionFields } from "./permissions.js";
import { flag, int64, seconds, text, uint8, uint64 } from "./scalars.js";
import { exportList, importList, sharingType } from "./sharing.js";
import { signingKeys } from "./signing-keys.js";
import { sortedBySubject } from "./sorted.js";
import { always, type Field, field, struct } from "./struct.js";

const jetStreamFields = [
  field("mem_storage", int64),
  field("disk_storage", int64),
  field("streams", int64),
  field("consumer", int64),
  field("max_ack_pending", int64),
  field("mem_max_stream_bytes", int64),
  field("disk_max_stream_bytes", int64),
  field("max_bytes_required", flag),
];

const limits = struct([
  field("subs", int64),
  field("data", int64),
  field("payload", int64),
  field("imports", int64),
  field("exports", int64),
  field("wildcards", flag),
  field("disallow_bearer", flag),
  field("conn", int64),
  field("leaf", int64),
  ...jetStreamFields,
  field("tiered_limits", map(struct(jetStreamFields))),
]);

const operatorFields = [
  field("signing_keys", texts),
  field("account_server_url", text),
  field("operator_service_urls", texts),
  field("system_account", text),
  field("assert_server_version", text),
  field("strict_signing_key_usage", flag),
  field("tags", texts),
];

const mapping = struct([always("subject", text), field("weight", uint8), field("cluster", text)]);

const accountFields = (imports: Codec, exports: Codec): readonly Field[] => [
  field("imports", imports),
  field("exports", exports),
  always("limits", limits),
  field("signing_keys", signingKeys),
  field("revocations", map(seconds)),
  always("default_permissions", struct(permissionFields)),
  field("mappings", map(list(mapping))),
  always(
    "authorization",
    struct([field("auth_users", texts), field("allowed_accounts", texts), field("xkey", text)]),
  ),
  field("trace", struct([field("dest", text), field("sampling", int64)])),
  field("cluster_traffic", text),
  field("description", text),
  field("info_url", text),
  field("tags", texts),
];

const userFields = [...userPermissionFields, field("issuer_account", text), field("tags", texts)];

const activationFields = [
  field("subject", text),
  field("kind", sharingType),
  field("issuer_account", text),
  field("tags", texts),
];

const serverId = struct([
  always("name", text),
  always("host", text),
  always("id", text),
  field("version", text),
  field("cluster", text),
  field("tags", texts),
  field("xkey", text),
]);

const clientInformation = struct([
  field("host", text),
  field("id", uint64),
  field("user", text),
  field("name", text),
  field("tags", texts),
  field("name_tag", text),
  field("kind", text),
  field("type", text),
  field("mqtt_id", text),
  field("nonce", text),
]);

const connectOptions = struct([
  field("jwt", text),
  field("nkey", text),
  field("sig", text),
  field("auth_token", text),
  field("user", text),
  field("pass", text),
  field("name", text),
  field("lang", text),
  field("version", text),
  always("protocol", int64),
]);

const clientTls = struct([
  field("version", text),
  field("cipher", text),
  field("certs", texts),
  field("verified_chains", list(texts)),
]);

const requestFields = [
  always("server_id", serverId),
  always("user_nkey", text),
  always("client_info", clientInformation),
  always("connect_opts", connectOptions),
  field("client_tls", clientTls),
  field("request_nonce", text),
  field("tags", texts),
];

const responseFields = [
  field("jwt", text),
  field("error", text),
  field("issuer_account", text),
  field("tags", texts),
];

const structs = (
  account: readonly Field[],
  suffix: readonly Field[],
): Readonly<Record<Exclude<ClaimKind, "generic">, Codec>> => ({
  operator: struct([...operatorFields, ...suffix]),
  account: struct([...account, ...suffix]),
  user: struct([...userFields, ...suffix]),
  activation: struct([...activationFields, ...suffix]),
  authorization_request: struct([...requestFields, ...suffix]),
  authorization_response: struct([...responseFields, ...suffix]),
});

/** The `nats` object of each kind but generic, as jwt 2.8.2 lays it out. */
export const NATS = structs(accountFields(importList, exportList), [
  field("type", text),
  field("version", int64),
]);

/** The same as encoding writes it: sorted, and without the last two members, which it sets itself. */
export const NATS_BODY = structs(
  accountFields(sortedBySubject(importList), sortedBySubject(exportList)),
  [],
);
