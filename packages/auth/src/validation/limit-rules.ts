import { hasWildcards } from "../subjects/go-subject.js";
import type { Findings } from "./issue.js";
import type { LoadedAccount, LoadedLimits } from "./load-account.js";
import { malformed } from "./loader.js";

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

const isSet = (value: unknown): boolean => value !== 0 && value !== false && value !== 0n;

/** Whether some limit differs from zero (`jwt: v2/account_claims.go` OperatorLimits.IsEmpty). */
export const hasAnyLimit = (limits: LoadedLimits): boolean => {
  const { tiered_limits: tiers, ...flat } = limits;
  return tiers.size > 0 || Object.values(flat).some(isSet);
};

/** Whether JetStream is on: memory or disk storage of the account or of any tier is not zero. */
export const hasJetStream = (limits: LoadedLimits): boolean => {
  const sets = limits.tiered_limits.size > 0 ? [...limits.tiered_limits.values()] : [limits];
  return sets.some((set) => isSet(set.mem_storage) || isSet(set.disk_storage));
};

/** Flat and tiered JetStream limits exclude each other (`jwt: v2/account_claims.go` OperatorLimits.Validate). */
export const checkLimits = (limits: LoadedLimits, found: Findings): void => {
  if (limits.tiered_limits.size === 0) return;
  if (jetStreamMembers.some((member) => isSet(limits[member]))) {
    found.error(
      "JetStream Limits and tiered JetStream Limits are mutually exclusive",
      "nats.limits.tiered_limits",
    );
  }
  if (limits.tiered_limits.has("")) {
    found.error(
      'Tiered JetStream Limits can not contain a blank "" tier name',
      "nats.limits.tiered_limits",
    );
  }
};

/** How many imports and exports the limits permit; imports are counted by two rules that both report. */
export const checkCounts = (account: LoadedAccount, found: Findings): void => {
  const { limits, imports, exports } = account;
  const tooManyImports = "the account contains more imports than allowed by the operator";
  if (hasAnyLimit(limits) && limits.imports >= 0 && imports.length > limits.imports) {
    found.error(tooManyImports, "nats.imports");
  }
  if (BigInt(limits.imports) !== -1n && imports.length > limits.imports) {
    found.error(tooManyImports, "nats.imports");
  }
  if (BigInt(limits.exports) === -1n) return;
  if (exports.length > limits.exports) {
    found.error("the account contains more exports than allowed by the operator", "nats.exports");
  }
  if (limits.wildcards) return;
  for (const [index, entry] of exports.entries()) {
    // The Go library dereferences the null and dies; whoever loads this claim does not get through it.
    if (!entry) malformed(`nats.exports[${index}]`, "an export, where limits restrict wildcards");
    else if (hasWildcards(entry.subject)) {
      found.error(
        "the account contains wildcard exports that are not allowed by the operator",
        `nats.exports[${index}].subject`,
      );
    }
  }
};
