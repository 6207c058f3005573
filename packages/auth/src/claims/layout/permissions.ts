import { cidrs, list, texts } from "./collections.js";
import { flag, int64, text } from "./scalars.js";
import { always, type Field, field, struct } from "./struct.js";

const permission = struct([field("allow", texts), field("deny", texts)]);
const response = struct([always("max", int64), always("ttl", int64)]);

export const permissionFields: readonly Field[] = [
  always("pub", permission),
  always("sub", permission),
  field("resp", response),
];

/** Members of a user and of a scope template alike (jwt: types.go UserPermissionLimits). */
export const userPermissionFields: readonly Field[] = [
  ...permissionFields,
  field("src", cidrs),
  field("times", list(struct([field("start", text), field("end", text)]))),
  field("times_location", text),
  field("subs", int64),
  field("data", int64),
  field("payload", int64),
  field("bearer_token", flag),
  field("proxy_required", flag),
  field("allowed_connection_types", texts),
];
