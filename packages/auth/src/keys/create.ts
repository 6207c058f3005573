import { AuthError } from "../errors/auth-error.js";
import { CurveKeyPair } from "./curve.js";
import { ed25519 } from "./ed25519.js";
import type { KeyPair } from "./key-pair.js";
import { SigningKeyPair } from "./key-pair.js";
import type { KeyKind, SigningKind } from "./kind.js";
import {
  type AccountKey,
  type ClusterKey,
  type CurveKey,
  decodePublicKey,
  encodePublicKey,
  type OperatorKey,
  type ParseKeyOptions,
  type PublicKey,
  type PublicKeyOf,
  type ServerKey,
  type UserKey,
} from "./public-key.js";
import { PublicKeyPair } from "./public-key-pair.js";
import { decodeSeed, type ParseSeedOptions } from "./seed.js";

const RAW_SEED_LENGTH = 32;

/**
 * Makes the key pair of a new operator.
 *
 * @example
 * ```ts
 * const operator = createOperator();
 * ```
 */
export const createOperator = (): KeyPair<OperatorKey> => createSigning("operator");

/**
 * Makes the key pair of a new account, or a signing key for one.
 *
 * @example
 * ```ts
 * const account = createAccount();
 * ```
 */
export const createAccount = (): KeyPair<AccountKey> => createSigning("account");

/**
 * Makes the key pair of a new user. Make it where it is used: the seed need not travel.
 *
 * @example
 * ```ts
 * const user = createUser();
 * ```
 */
export const createUser = (): KeyPair<UserKey> => createSigning("user");

/**
 * Makes the key pair of a new server.
 *
 * @example
 * ```ts
 * const server = createServer();
 * ```
 */
export const createServer = (): KeyPair<ServerKey> => createSigning("server");

/**
 * Makes the key pair of a new cluster.
 *
 * @example
 * ```ts
 * const cluster = createCluster();
 * ```
 */
export const createCluster = (): KeyPair<ClusterKey> => createSigning("cluster");

/**
 * Makes a new curve key, which seals and opens messages but does not sign.
 *
 * @example
 * ```ts
 * const alice = createCurve();
 * const bob = createCurve();
 * const sealed = alice.seal(new TextEncoder().encode("hi"), bob.publicKey);
 * bob.open(sealed, alice.publicKey);
 * ```
 */
export const createCurve = (): KeyPair<CurveKey> =>
  new CurveKeyPair(ed25519().randomBytes(RAW_SEED_LENGTH));

/**
 * The key pair of a seed. Seed bytes are copied; wipe yours when done.
 *
 * @throws AuthError `ERR_SEED_MALFORMED`, `ERR_KEY_NOT_CANONICAL`.
 * @example
 * ```ts
 * const copy = fromSeed(createUser().getSeed());
 * ```
 */
export function fromSeed(seed: Uint8Array | string, options: ParseSeedOptions = {}): KeyPair {
  const { kind, raw } = decodeSeed(seed, options);
  return ofRaw(kind, raw);
}

/**
 * The key pair of 32 raw secret bytes, which are copied.
 *
 * @throws AuthError `ERR_SEED_MALFORMED` for another length.
 * @example
 * ```ts
 * const user = fromRawSeed("user", crypto.getRandomValues(new Uint8Array(32)));
 * ```
 */
export function fromRawSeed<Kind extends KeyKind>(
  kind: Kind,
  raw: Uint8Array,
): KeyPair<PublicKeyOf[Kind]> {
  if (raw.length !== RAW_SEED_LENGTH) {
    throw new AuthError(
      "ERR_SEED_MALFORMED",
      `nkeys: invalid seed length: expected ${RAW_SEED_LENGTH} bytes, got ${raw.length}`,
    );
  }
  return ofRaw(kind, raw.slice()) as KeyPair<PublicKeyOf[Kind]>;
}

/**
 * A key pair that only verifies.
 *
 * @throws AuthError `ERR_KEY_MALFORMED`, `ERR_KEY_NOT_CANONICAL`.
 * @example
 * ```ts
 * const user = createUser();
 * const data = new TextEncoder().encode("hi");
 * fromPublic(user.publicKey).verify(data, user.sign(data)); // true
 * ```
 */
export function fromPublic(publicKey: string, options: ParseKeyOptions = {}): KeyPair {
  const { kind, bytes } = decodePublicKey(publicKey, options);
  const text = options.mode === "go" ? encodePublicKey(kind, bytes) : (publicKey as PublicKey);
  return new PublicKeyPair(kind, text, bytes);
}

function createSigning<Kind extends SigningKind>(kind: Kind): KeyPair<PublicKeyOf[Kind]> {
  return new SigningKeyPair(kind, ed25519().randomBytes(RAW_SEED_LENGTH));
}

function ofRaw(kind: KeyKind, raw: Uint8Array): KeyPair {
  return kind === "curve" ? new CurveKeyPair(raw) : new SigningKeyPair(kind, raw);
}
