import type { AccountClaims } from "../types/account.js";
import type { BaseClaims } from "../types/base.js";

/** Go's decoder drops flat JetStream limits beside tiered ones, where validation would report the conflict. */
export function withoutShadowedLimits(claims: BaseClaims): AccountClaims {
  const account = claims as AccountClaims;
  const { limits } = account.nats;
  if (limits?.tiered_limits === undefined || Object.keys(limits.tiered_limits).length === 0) {
    return account;
  }
  const {
    mem_storage: _mem,
    disk_storage: _disk,
    streams: _streams,
    consumer: _consumer,
    max_ack_pending: _ack,
    mem_max_stream_bytes: _memStream,
    disk_max_stream_bytes: _diskStream,
    max_bytes_required: _required,
    ...rest
  } = limits;
  return { ...account, nats: { ...account.nats, limits: rest } };
}
