import { AuthError } from "../../errors/auth-error.js";
import { type KeyPair, SigningKeyPair } from "../../keys/key-pair.js";
import { curveCannotSign } from "../../keys/public-key-pair.js";
import type { Signer, SyncSigner } from "../../keys/signer.js";
import { keyKindOf, verifySignature } from "../../keys/verify-signature.js";
import { goJson } from "../json/go-json.js";
import { isObject } from "../layout/collections.js";
import { NATS_BODY } from "../layout/nats.js";
import type { ClaimKind, ClaimsOf } from "../types/claims.js";
import { assertServerUrl } from "./assert-server-url.js";
import { asciiBytes, base64urlEncode } from "./base64url.js";
import { baseText, jtiOfText } from "./jti.js";
import { rememberIssued } from "./just-issued.js";
import { assertIssuer, assertSubject } from "./roles.js";

/** The version of claims that encoding writes. */
const CLAIM_VERSION = 2;

const HEADER = base64urlEncode('{"typ":"JWT","alg":"ed25519-nkey"}');

/** When a claim is issued. */
export interface EncodeOptions {
  /**
   * The time of issue, Unix seconds.
   * @default now
   */
  readonly now?: number | undefined;
  /**
   * `iat` of the last issue for this subject, Unix seconds. The new `iat` is at least one later: two issues of one
   * second share their `jti`, and resolvers that hold one of them never take the other.
   */
  readonly lastIssuedAt?: number | undefined;
}

/**
 * Signs a claim: the token is the same, to the byte, as jwt 2.8.2 makes. `iss`, `iat`, `jti`, `nats.type` and
 * `nats.version` are set here; the input is not changed. Contents are not validated: see `validateClaims`.
 *
 * @throws AuthError `ERR_CLAIM_SUBJECT`, `ERR_CLAIM_ISSUER`, `ERR_CLAIM_MALFORMED`, `ERR_NO_PRIVATE_KEY`,
 * `ERR_KEY_CLEARED`, `ERR_KEY_OPERATION`.
 * @example
 * ```ts
 * import { createAccount, createOperator, encodeClaims, newAccountClaims } from "@kchat/auth";
 *
 * const account = createAccount();
 * const token = encodeClaims("account", newAccountClaims(account.publicKey, { name: "A" }), createOperator());
 * ```
 */
export function encodeClaims<Kind extends ClaimKind>(
  kind: Kind,
  claims: ClaimsOf[Kind],
  signer: SyncSigner | KeyPair,
  options: EncodeOptions = {},
): string {
  const unsigned = prepare(kind, claims, signer.publicKey, options);
  const signature = signer.sign(asciiBytes(unsigned));
  if (!(signature instanceof Uint8Array)) {
    throw new TypeError("this signer is asynchronous; use encodeClaimsAsync");
  }
  const token = `${unsigned}.${base64urlEncode(signature)}`;
  // Nobody else's signer is believed.
  return signer instanceof SigningKeyPair
    ? rememberIssued({ token, kind, subject: claims.sub })
    : token;
}

/**
 * Signs a claim by a signer that may take its time (KMS, HSM, Vault, another process). Its signature is verified
 * before the token is returned.
 *
 * @throws AuthError as {@link encodeClaims}, `ERR_SIGNER` when the signature is not one of the signer's key,
 * and whatever the signer rejects with.
 * @example
 * ```ts
 * import { createAccount, createUser, encodeClaimsAsync, newUserClaims, type Signer } from "@kchat/auth";
 *
 * const key = createAccount();
 * const kms: Signer = { publicKey: key.publicKey, sign: async (data) => key.sign(data) };
 * const token = await encodeClaimsAsync("user", newUserClaims(createUser().publicKey, { name: "ada" }), kms);
 * ```
 */
export async function encodeClaimsAsync<Kind extends ClaimKind>(
  kind: Kind,
  claims: ClaimsOf[Kind],
  signer: Signer | KeyPair,
  options: EncodeOptions = {},
): Promise<string> {
  const unsigned = prepare(kind, claims, signer.publicKey, options);
  const data = asciiBytes(unsigned);
  const { sub: subject } = claims;
  const signature = await signer.sign(data);
  if (!(signature instanceof Uint8Array) || !verifySignature(signer.publicKey, data, signature)) {
    throw new AuthError(
      "ERR_SIGNER",
      `the signer of ${signer.publicKey} returned no valid signature of that key; expected 64 bytes of Ed25519 over the data itself, not over a hash of it`,
    );
  }
  const token = `${unsigned}.${base64urlEncode(signature)}`;
  return rememberIssued({ token, kind, subject });
}

/** Header and payload chunks, ready to be signed. */
function prepare<Kind extends ClaimKind>(
  kind: Kind,
  claims: ClaimsOf[Kind],
  issuer: string,
  options: EncodeOptions,
): string {
  const { now = Date.now() / 1000, lastIssuedAt } = options;
  const issuerKind = keyKindOf(issuer);
  // In the order of Go, where the first of several faults is the one that is reported.
  assertSubject(kind, claims.sub, "strict");
  if (kind === "operator") assertServerUrl(claims.nats);
  assertIssuer(kind, issuerKind);
  if (issuerKind === "curve") throw curveCannotSign();
  const clock = Math.floor(now);
  const base = baseText({
    aud: claims.aud,
    exp: claims.exp,
    iat: lastIssuedAt === undefined ? clock : Math.max(clock, lastIssuedAt + 1),
    iss: issuer,
    name: claims.name,
    nbf: claims.nbf,
    sub: claims.sub,
  });
  const before = base.before === "" ? "" : `${base.before.slice(1)},`;
  const payload = `{${before}"jti":"${jtiOfText(base)}"${base.after}${natsText(kind, claims.nats)}}`;
  return `${HEADER}.${base64urlEncode(payload)}`;
}

/** The `nats` member with a comma in front: the body, then what encoding sets. */
function natsText(kind: ClaimKind, nats: ClaimsOf[ClaimKind]["nats"]): string {
  if (kind === "generic") {
    return nats ? `,"nats":${goJson({ ...nats, version: CLAIM_VERSION })}` : "";
  }
  if (!isObject(nats)) {
    throw new AuthError("ERR_CLAIM_MALFORMED", `a claim of kind "${kind}" needs a "nats" object`);
  }
  const body = NATS_BODY[kind].write(nats, "nats").slice(1, -1);
  return `,"nats":{${body}${body === "" ? "" : ","}"type":"${kind}","version":${CLAIM_VERSION}}`;
}
