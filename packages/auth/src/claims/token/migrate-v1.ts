import type { Codec, ReadMode } from "../layout/codec.js";
import { cidrs, list, map, texts } from "../layout/collections.js";
import { permissionFields } from "../layout/permissions.js";
import { flag, int64, seconds, text } from "../layout/scalars.js";
import { exportList, importList, sharingType } from "../layout/sharing.js";
import { field, struct } from "../layout/struct.js";
import type { ClaimKind } from "../types/claims.js";

type Members = Record<string, unknown>;

/** Kinds that had a version 1. */
type OldKind = "operator" | "account" | "user" | "activation";

const times = list(struct([field("start", text), field("end", text)]));
const natsLimits = [field("subs", int64), field("data", int64), field("payload", int64)];

/** What version 1 knew of each kind (jwt: v2/decoder_*.go); members of later versions are not read. */
const OLD_NATS: Readonly<Record<OldKind, Codec>> = {
  operator: struct([
    field("signing_keys", texts),
    field("account_server_url", text),
    field("operator_service_urls", texts),
    field("system_account", text),
  ]),
  account: struct([
    field("imports", importList),
    field("exports", exportList),
    field(
      "limits",
      struct([
        ...natsLimits,
        field("imports", int64),
        field("exports", int64),
        field("wildcards", flag),
        field("disallow_bearer", flag),
        field("conn", int64),
        field("leaf", int64),
      ]),
    ),
    field("signing_keys", texts),
    field("revocations", map(seconds)),
  ]),
  user: struct([
    ...permissionFields,
    field("src", cidrs),
    field("times", times),
    field("times_location", text),
    ...natsLimits,
    field("bearer_token", flag),
    field("max", int64),
  ]),
  activation: struct([
    field("subject", text),
    field("type", sharingType),
    field("max", int64),
    field("payload", int64),
    field("src", text),
    field("times", times),
  ]),
};

const oldClaim = (nats: Codec): Codec =>
  struct([
    field("tags", texts),
    field("type", text),
    field("issuer_account", text),
    field("nats", nats),
  ]);

const OLD: Readonly<Record<OldKind, Codec>> = {
  operator: oldClaim(OLD_NATS.operator),
  account: oldClaim(OLD_NATS.account),
  user: oldClaim(OLD_NATS.user),
  activation: oldClaim(OLD_NATS.activation),
};

/** Whether claims of a kind are migrated; those about authorization came later. */
export const hadV1 = (kind: ClaimKind): kind is OldKind => Object.hasOwn(OLD, kind);

/** The `nats` member of a payload of version 1 in the shape of version 2, with `version` 1. */
export function migrateV1(kind: OldKind, payload: Members, mode: ReadMode): Members {
  const old = OLD[kind].read(payload, "claim", mode) as Members & { nats?: Members };
  const { type, tags, issuer_account, nats = {} } = old;
  const signer = kind === "user" || kind === "activation" ? { issuer_account } : {};
  return { ...bodyOf(kind, nats), ...defined({ tags, ...signer, type }), version: 1 };
}

function bodyOf(kind: OldKind, nats: Members): Members {
  if (kind === "user") {
    // Limits that version 1 did not write were unlimited.
    const { max: _max, subs = -1, data = -1, payload = -1, ...rest } = nats;
    return { ...rest, subs, data, payload };
  }
  if (kind === "activation") return defined({ subject: nats.subject, kind: nats.type });
  return nats;
}

function defined(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
