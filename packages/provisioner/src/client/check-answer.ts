import { decodeUser, type UserClaims } from "@kchat/auth";
import { ProvisionerError } from "../errors.js";

/** What a requester knows before it asks, from a source that it trusts. */
export interface Trust {
  /** Public key of the account whose member the requester wants to be. */
  readonly account: string;
  /** Public keys of the account that may sign: its scoped signing keys. */
  readonly issuers: readonly string[];
  /** Longest validity to accept, in seconds. @default 86_400 */
  readonly maxLifetimeSeconds?: number | undefined;
}

/** What the requester asked for. */
export interface Asked {
  readonly name: string;
  readonly publicKey: string;
}

/** Clocks of requester and service may differ by this much, in seconds. */
const clockSkewSeconds = 300;

/** Checks that an answer is what was asked for, signed by whom was trusted; gives its claims. */
export function checkAnswer(jwt: string, asked: Asked, trust: Trust, nowMs: number): UserClaims {
  const { maxLifetimeSeconds = 86_400 } = trust;
  let claims: UserClaims;
  try {
    claims = decodeUser(jwt);
  } catch (cause) {
    throw untrusted("it is not a valid user JWT", cause);
  }
  const { iss = "", sub, name, exp, nats } = claims;
  const now = Math.floor(nowMs / 1000);
  if (!trust.issuers.includes(iss)) throw untrusted(`it is signed by ${iss}, who is not trusted`);
  const account = nats.issuer_account ?? iss;
  if (account !== trust.account) throw untrusted(`it is for account ${account}`);
  if (sub !== asked.publicKey) throw untrusted("it is for another key");
  if (name !== asked.name) throw untrusted("it carries another name");
  if (!exp) throw untrusted("it never expires");
  if (exp <= now) throw untrusted("it has expired; check this machine's clock");
  if (exp > now + maxLifetimeSeconds + clockSkewSeconds) {
    throw untrusted(`it is valid for longer than ${maxLifetimeSeconds} s`);
  }
  if (nats.bearer_token) throw untrusted("it could be used without the key");
  return claims;
}

export function untrusted(reason: string, cause?: unknown): ProvisionerError {
  const message = `the answer is not to be trusted: ${reason}`;
  return new ProvisionerError("ERR_ANSWER_UNTRUSTED", message, { cause });
}
