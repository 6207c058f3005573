// errors
export { AuthError, type AuthErrorCode } from "./errors/auth-error.js";
// keys
export {
  createAccount,
  createCluster,
  createCurve,
  createOperator,
  createServer,
  createUser,
  fromPublic,
  fromRawSeed,
  fromSeed,
} from "./keys/create.js";
export {
  type Ed25519BackendName,
  ed25519Backend,
  useEd25519Backend,
} from "./keys/ed25519.js";
export type { KeyPair } from "./keys/key-pair.js";
export type { KeyKind } from "./keys/kind.js";
export {
  type AccountKey,
  type ClusterKey,
  type CurveKey,
  type DecodedPublicKey,
  decodePublicKey,
  isPublicKey,
  type OperatorKey,
  type ParseKeyOptions,
  type PublicKey,
  type PublicKeyOf,
  parsePublicKey,
  type ServerKey,
  type UserKey,
} from "./keys/public-key.js";
export {
  type DecodedSeed,
  decodeSeed,
  type ParseSeedOptions,
  type Seed,
} from "./keys/seed.js";
export type { Signer, SyncSigner } from "./keys/signer.js";
export type { KeyMode } from "./keys/strkey.js";
