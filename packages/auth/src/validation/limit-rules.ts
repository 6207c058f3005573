import type { AccountLimits, AccountNats, JetStreamLimits } from "../claims/types/account.js";
import type { Export } from "../claims/types/sharing.js";
import { AuthError } from "../errors/auth-error.js";
import { hasWildcards } from "../subjects/go-subject.js";
import type { Findings } from "./issue.js";

const jetStreamMembers = [
  "mem_storage",
  "disk_storage",
  "streams",
  "consumer",
  "max_ack_pending",
  "mem_max_stream_bytes",
  "disk_max_stream_bytes",
  "max_bytes_required",
] as const;

const isSet = (value: unknown): boolean =>
  value !== undefined && value !== 0 && value !== false && value !== 0n;

const tiersOf = (limits: AccountLimits): readonly JetStreamLimits[] =>
  Object.values(limits.tiered_limits ?? {});

/** Whether some limit differs from zero (`jwt: v2/account_claims.go` OperatorLimits.IsEmpty). */
export const hasAnyLimit = (limits: AccountLimits): boolean => {
  const { tiered_limits: _, ...flat } = limits;
  return tiersOf(limits).length > 0 || Object.values(flat).some(isSet);
};

/** Whether JetStream is on: memory or disk storage of the account or of any tier is not zero. */
export const hasJetStream = (limits: AccountLimits): boolean => {
  const tiers = tiersOf(limits);
  return (tiers.length > 0 ? tiers : [limits]).some(
    (set) => isSet(set.mem_storage) || isSet(set.disk_storage),
  );
};

/** Flat and tiered JetStream limits exclude each other (`jwt: v2/account_claims.go` OperatorLimits.Validate). */
export const checkLimits = (limits: AccountLimits, found: Findings): void => {
  if (tiersOf(limits).length === 0) return;
  if (jetStreamMembers.some((member) => isSet(limits[member]))) {
    found.error(
      "JetStream Limits and tiered JetStream Limits are mutually exclusive",
      "nats.limits.tiered_limits",
    );
  }
  if (Object.hasOwn(limits.tiered_limits ?? {}, "")) {
    found.error(
      'Tiered JetStream Limits can not contain a blank "" tier name',
      "nats.limits.tiered_limits",
    );
  }
};

/** How many imports and exports the limits permit; imports are counted by two rules that both report. */
export const checkCounts = (account: AccountNats, found: Findings): void => {
  const { limits = {}, imports = [], exports = [] } = account;
  const { imports: maxImports = 0, exports: maxExports = 0 } = limits;
  const tooManyImports = "the account contains more imports than allowed by the operator";
  if (hasAnyLimit(limits) && maxImports >= 0 && imports.length > maxImports) {
    found.error(tooManyImports, "nats.imports");
  }
  if (BigInt(maxImports) !== -1n && imports.length > maxImports) {
    found.error(tooManyImports, "nats.imports");
  }
  if (BigInt(maxExports) === -1n) return;
  if (exports.length > maxExports) {
    found.error("the account contains more exports than allowed by the operator", "nats.exports");
  }
  if (limits.wildcards) return;
  for (const [index, entry] of (exports as readonly (Export | null)[]).entries()) {
    if (!entry) {
      // The Go library dereferences the null and dies; whoever loads this claim does not get through it.
      throw new AuthError(
        "ERR_CLAIM_MALFORMED",
        `nats.exports[${index}] is null, which Go servers do not survive where limits restrict wildcards`,
      );
    }
    if (hasWildcards(entry.subject ?? "")) {
      found.error(
        "the account contains wildcard exports that are not allowed by the operator",
        `nats.exports[${index}].subject`,
      );
    }
  }
};
