import type { ProvisionerError, ProvisionerErrorCode } from "../errors.js";
import type { RefusalCode } from "../protocol/refusal.js";
import type { Issuer } from "./issuer.js";
import type { Decision } from "./provision.js";

/** One line of the log of who got what and who did not. It never holds a secret. */
export type AuditEvent = IssuedEvent | RefusedEvent | EndedEvent;

/** Credentials were issued. Kept, these events are the list from which a key can be revoked. */
export interface IssuedEvent {
  readonly type: "issued";
  /** ISO 8601. */
  readonly time: string;
  readonly name: string;
  readonly publicKey: string;
  readonly account: string;
  /** Public key of the signing key. */
  readonly issuer: string;
  /** Role of the signing key's scope. */
  readonly scope: string | undefined;
  /** Identifier of the JWT. */
  readonly jti: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** A request was refused. */
export interface RefusedEvent {
  readonly type: "refused";
  /** ISO 8601. */
  readonly time: string;
  readonly code: RefusalCode;
  /** Only when the request had a well-formed one, so it can be printed. */
  readonly name?: string | undefined;
  /** Only when the request had a well-formed one. Not proven unless the code says that the proof held. */
  readonly publicKey?: string | undefined;
  /** Length of the request. */
  readonly bytes: number;
  /** What failed at the service itself: its signer, its registry or its admission rule. */
  readonly cause?: unknown;
}

/** Nobody asked the provisioner to end, and it hears no request any more. The last event. */
export interface EndedEvent {
  readonly type: "ended";
  /** ISO 8601. */
  readonly time: string;
  readonly code: ProvisionerErrorCode;
  /** What happened and what to try, one sentence. */
  readonly message: string;
  /** What the client or the server said. */
  readonly cause?: unknown;
}

/** Makes the audit event of an end that nobody asked for. */
export function endedEvent(error: ProvisionerError, nowMs: number): EndedEvent {
  const { code, message, cause } = error;
  return { type: "ended", time: new Date(nowMs).toISOString(), code, message, cause };
}

/** Makes the audit event of a decision. */
export function auditOf(
  decision: Decision,
  issuer: Issuer,
  bytes: number,
  nowMs: number,
): AuditEvent {
  const time = new Date(nowMs).toISOString();
  if ("issued" in decision) {
    const { name, publicKey } = decision.request;
    const { jti, expiresAt } = decision.issued;
    const { account, publicKey: signer, scope } = issuer;
    return {
      type: "issued",
      time,
      name,
      publicKey,
      account,
      issuer: signer,
      scope,
      jti,
      expiresAt,
    };
  }
  const { request, refusal, cause } = decision;
  const { name, publicKey } = request ?? {};
  return { type: "refused", time, code: refusal.code, name, publicKey, bytes, cause };
}
