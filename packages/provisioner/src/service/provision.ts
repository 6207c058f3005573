import { fromPublic, isPublicKey } from "@kchat/auth";
import type { NameRegistry } from "../admission/names.js";
import type { Quota } from "../admission/quota.js";
import type { ReplayGuard } from "../admission/replay-guard.js";
import type { Refusal, RefusalCode } from "../protocol/refusal.js";
import { type CredentialsRequest, parseRequest } from "../protocol/request.js";
import { statementBytes } from "../protocol/statement.js";
import type { Issued, Issuer } from "./issuer.js";
import type { Candidate } from "./options.js";

/** What a decision needs beside the request. */
export interface Provisioning {
  readonly subject: string;
  readonly issuer: Issuer;
  readonly names: NameRegistry;
  readonly quota: Quota;
  readonly replays: ReplayGuard;
  readonly admit: ((candidate: Candidate) => Promise<boolean> | boolean) | undefined;
  readonly proofWindowMs: number;
  readonly nameHoldMs: number;
  readonly now: () => number;
}

/** How a request was decided, for the requester and for the audit log. */
export type Decision =
  | { readonly request: CredentialsRequest; readonly issued: Issued }
  | {
      readonly request?: CredentialsRequest | undefined;
      readonly refusal: Refusal;
      /** What failed at the service, for its operator alone. */
      readonly cause?: unknown;
    };

/**
 * Decides one request. What is cheap comes first; what lasts (a used proof, a quota's token, a name) is only written
 * once the proof holds, so nobody can spend another one's quota or reserve names for keys that they don't have.
 */
export async function provision(payload: Uint8Array, p: Provisioning): Promise<Decision> {
  const request = parseRequest(payload);
  if ("code" in request) return { refusal: request };
  const { name, publicKey } = request;
  const refused = (code: RefusalCode, message: string, retryAfterMs?: number): Decision => ({
    request,
    refusal: { code, message, retryAfterMs },
  });

  // A second spelling of the same key would dodge its revocation.
  if (!isPublicKey(publicKey, "user")) {
    return refused("ERR_KEY_INVALID", "publicKey is not a user's public key in canonical form");
  }
  const nowMs = p.now();
  const proof = checkProof(request, p, nowMs);
  if (proof) return { request, refusal: proof };
  const waitMs = p.quota.take(publicKey, nowMs);
  if (waitMs > 0) return refused("ERR_QUOTA", "too many requests; try again later", waitMs);
  const proofId = idOf(request);
  const use = p.replays.use(proofId, request.proof.at + p.proofWindowMs, nowMs);
  if (use === "full") return refused("ERR_BUSY", "too many requests; try again later", 1000);

  if (p.admit && !(await p.admit({ name, publicKey }))) {
    // Whoever may not come in must not use up the share and the memory that those who may depend on.
    p.quota.giveBack(publicKey, nowMs);
    p.replays.forget(proofId);
    return refused("ERR_NOT_ADMITTED", "not admitted by the rule of this service");
  }
  const reservation = await p.names.reserve(name, publicKey, nowMs + p.nameHoldMs);
  if (reservation === "taken") {
    return refused("ERR_NAME_TAKEN", `${name} belongs to another key; choose another name`);
  }
  if (reservation === "full") return refused("ERR_UNAVAILABLE", "no room for another name");
  return { request, issued: await p.issuer.issue(name, publicKey) };
}

function checkProof(
  request: CredentialsRequest,
  p: Provisioning,
  nowMs: number,
): Refusal | undefined {
  const { name, publicKey, proof } = request;
  const { at, nonce, signature } = proof;
  if (Math.abs(nowMs - at) > p.proofWindowMs) {
    const time = new Date(nowMs).toISOString();
    const message = `the proof is not from now (${time} here); check the clock`;
    return { code: "ERR_PROOF_EXPIRED", message };
  }
  if (p.replays.has(idOf(request))) {
    return { code: "ERR_PROOF_REPLAYED", message: "the proof was used before; make a new one" };
  }
  const statement = { subject: p.subject, account: p.issuer.account, name, publicKey, at, nonce };
  const bytes = statementBytes(statement);
  if (!fromPublic(publicKey).verify(bytes, decodeSignature(signature))) {
    const message = "the signature does not prove this key for this name, service and account";
    return { code: "ERR_PROOF_INVALID", message };
  }
  return undefined;
}

function idOf({ publicKey, proof }: CredentialsRequest): string {
  return `${publicKey}.${proof.nonce}`;
}

function decodeSignature(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64url"));
}
