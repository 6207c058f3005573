import { isObject } from "../layout/collections.js";
import type { ClaimKind } from "../types/claims.js";

type Members = Record<string, unknown>;

const DROPPED: Readonly<Partial<Record<ClaimKind, readonly string[]>>> = {
  user: ["max"],
  activation: ["max", "payload", "src", "times", "type"],
};

/** A parsed payload of version 1 in the shape of version 2, with `nats.version` 1 (jwt: v2/decoder_*.go). */
export function migrateV1(kind: ClaimKind, payload: Members): Members {
  const { type, tags, issuer_account, ...base } = payload;
  const old = isObject(payload.nats) ? payload.nats : {};
  const nats: Members = { ...old };
  for (const name of DROPPED[kind] ?? []) delete nats[name];
  if (kind === "activation" && old.type !== undefined) nats.kind = old.type;
  if (kind === "user") Object.assign(nats, unlimited(old));
  if (tags !== undefined) nats.tags = tags;
  if (issuer_account !== undefined) nats.issuer_account = issuer_account;
  nats.type = type;
  nats.version = 1;
  return { ...base, nats };
}

/** User limits that version 1 did not write were unlimited. */
function unlimited(old: Members): Members {
  const { subs = -1, data = -1, payload = -1 } = old;
  return { subs, data, payload };
}
