import { claimJson } from "../../claims/layout/claim.js";
import type { Permissions, UserPermissionLimits } from "../../claims/types/permissions.js";
import type { UserClaims } from "../../claims/types/user.js";
import { type Report, type StrictCheck, type StrictContext, shown } from "./rule.js";

const connectionTypes = new Set([
  "STANDARD",
  "WEBSOCKET",
  "LEAFNODE",
  "LEAFNODE_WS",
  "MQTT",
  "MQTT_WS",
  "IN_PROCESS",
]);

/** Above this, name, language and signature may push the CONNECT line over the 4096 bytes that servers read. */
const MAX_USER_TOKEN_BYTES = 3000;

/** Header, signature and dots of every token. */
const TOKEN_FRAME_BYTES = 52 + 86 + 2;

const checkConnectionTypes = (limits: UserPermissionLimits, path: string, report: Report): void => {
  for (const type of limits.allowed_connection_types ?? []) {
    // Servers compare ignoring case.
    if (connectionTypes.has(type.toUpperCase())) continue;
    report(
      "connection-type",
      "error",
      `${shown(type)} is not a connection type; there are ${[...connectionTypes].join(", ")}`,
      `${path}.allowed_connection_types`,
    );
  }
};

const checkResponses = (permissions: Permissions, path: string, report: Report): void => {
  const { resp } = permissions;
  if (!resp) return;
  const [max, ttl] = [Number(resp.max ?? 0), Number(resp.ttl ?? 0)];
  if (max > 0 && ttl > 0) return;
  report(
    "response-limits",
    "error",
    `max ${max} and ttl ${ttl}: 0 stands for 1 message and 2 minutes, negative for no limit; say what you mean with positive numbers`,
    `${path}.resp`,
  );
};

const isScoped = (claims: UserClaims, { account }: StrictContext): boolean => {
  const { issuer_account: identity } = claims.nats;
  if (identity === undefined || identity === "" || identity === claims.iss) return false;
  if (!account) return true;
  return (account.nats.signing_keys ?? []).some(
    (entry) => typeof entry !== "string" && entry.key === claims.iss,
  );
};

const sizeOf = (claims: UserClaims): number => {
  const bytes = new TextEncoder().encode(claimJson("user", claims)).length;
  return Math.ceil((bytes * 4) / 3) + TOKEN_FRAME_BYTES;
};

/** Limits, bearer tokens and size of users; templates share the first two. */
export const checkUsers: StrictCheck = (target, context, report) => {
  if (target.kind === "account") {
    checkResponses(
      target.claims.nats.default_permissions ?? {},
      "nats.default_permissions",
      report,
    );
    for (const [index, entry] of (target.claims.nats.signing_keys ?? []).entries()) {
      if (typeof entry === "string") continue;
      const path = `nats.signing_keys[${index}].template`;
      checkConnectionTypes(entry.template ?? {}, path, report);
      checkResponses(entry.template ?? {}, path, report);
      if (entry.template?.bearer_token) {
        report("bearer-without-expiry", "warning", "its bearer users must expire soon", path);
      }
    }
  }
  if (target.kind !== "user") return;
  const { claims } = target;
  const { nats } = claims;
  checkConnectionTypes(nats, "nats", report);
  checkResponses(nats, "nats", report);
  if (nats.bearer_token && !claims.exp) {
    report(
      "bearer-without-expiry",
      "error",
      "whoever reads a bearer token is the user: set exp",
      "exp",
    );
  }
  if (nats.bearer_token && context.account?.nats.limits?.disallow_bearer) {
    report("bearer-disallowed", "error", "the account refuses bearer tokens", "nats.bearer_token");
  }
  if (!nats.subs && !isScoped(claims, context)) {
    report(
      "no-connections",
      "error",
      "subs is 0: servers close the connection at once; -1 is unlimited",
      "nats.subs",
    );
  }
  const size = context.token?.length ?? sizeOf(claims);
  if (size > MAX_USER_TOKEN_BYTES) {
    report(
      "token-size",
      "warning",
      `the token takes about ${size} bytes of a CONNECT line of 4096; move permissions into a scoped signing key`,
      "nats",
    );
  }
};
