import type { Facts } from "./facts.js";
import { fail, pass, type Step, unknown } from "./step.js";

const known = new Set([
  "STANDARD",
  "WEBSOCKET",
  "LEAFNODE",
  "LEAFNODE_WS",
  "MQTT",
  "MQTT_WS",
  "IN_PROCESS",
]);

/** Accounts may refuse bearer tokens. */
export const checkBearer = ({ limits, account }: Facts): Step => {
  if (!limits.bearer_token) return pass("bearer", "no bearer token");
  if (!account) return unknown("bearer", "a bearer token; needs the account");
  return account.nats.limits?.disallow_bearer
    ? fail("bearer", "the account refuses bearer tokens", "issue the user without bearer_token")
    : pass("bearer", "a bearer token, which the account allows");
};

/** Unknown types are ignored as long as one is known. */
export const checkConnectionType = ({ limits, options }: Facts): Step => {
  const { connectionType = "STANDARD" } = options;
  const types = (limits.allowed_connection_types ?? []).map((type) => type.toUpperCase());
  if (types.length === 0) return pass("connection-type", "all connection types are allowed");
  const usable = types.filter((type) => known.has(type));
  if (usable.includes(connectionType))
    return pass("connection-type", `${connectionType} is allowed`);
  return fail(
    "connection-type",
    usable.length === 0
      ? `none of ${types.join(", ")} is a connection type`
      : `the client connects as ${connectionType}, the user may only as ${usable.join(", ")}`,
    "connect another way, or allow this type",
  );
};

/** The client proves that it holds the seed by signing the server's nonce. */
export const checkSignature = ({ user, limits, options }: Facts): Step => {
  if (limits.bearer_token) return pass("signature", "a bearer needs no signature");
  const { signsWith } = options;
  if (signsWith === undefined) {
    return unknown("signature", `the client must sign with the seed of ${user.sub}`);
  }
  return signsWith === user.sub
    ? pass("signature", "the client signs with the user's key")
    : fail(
        "signature",
        `the client signs with the seed of ${signsWith}, the token is for ${user.sub}`,
        "use the creds file that holds this token and its seed",
      );
};

/** Limits that close the connection right after it was let in. */
export const checkConnectionLimit = ({ account }: Facts): Step => {
  if (!account) return unknown("connection-limit", "no account was given");
  const limit = account.nats.limits?.conn ?? 0;
  if (Number(limit) === 0) {
    return fail(
      "connection-limit",
      "the account allows 0 connections (absent means 0)",
      "set limits.conn to -1 or a number, and push the account",
    );
  }
  return pass("connection-limit", limit < 0 ? "no limit" : `${limit} connections at a time`);
};

/** A client without any subscription allowed is closed at once. */
export const checkSubscriptionLimit = ({ limits, account }: Facts): Step => {
  const own = limits.subs ?? 0;
  const shared = account ? (account.nats.limits?.subs ?? 0) : -1;
  const zero = Number(own) === 0 ? "the user" : Number(shared) === 0 ? "the account" : undefined;
  return zero
    ? fail(
        "subscription-limit",
        `${zero} allows 0 subscriptions (absent means 0), so the server closes the connection at once`,
        "set subs to -1 or a number",
      )
    : pass("subscription-limit", own < 0 ? "no limit" : `${own} subscriptions`);
};
