// claims
export { newAccountClaims } from "./claims/build/account.js";
export { newActivationClaims } from "./claims/build/activation.js";
export type { NewClaims } from "./claims/build/new-claims.js";
export { newOperatorClaims } from "./claims/build/operator.js";
export { newUserClaims } from "./claims/build/user.js";
export { type IssueUserOptions, issueUser, issueUserAsync } from "./claims/issue/issue-user.js";
export { goJson } from "./claims/json/go-json.js";
export { claimJson, loadClaims } from "./claims/layout/claim.js";
export type { ReadMode } from "./claims/layout/codec.js";
export { hasEmptyPermissions, validateScopedSigner } from "./claims/scoped/scoped-user.js";
export {
  type Base64urlDecodeOptions,
  base64urlDecode,
  base64urlEncode,
} from "./claims/token/base64url.js";
export {
  type Decoded,
  type DecodeOptions,
  decodeAccount,
  decodeActivation,
  decodeClaims,
  decodeOperator,
  decodeToken,
  decodeUser,
} from "./claims/token/decode.js";
export { decodeGeneric } from "./claims/token/decode-generic.js";
export { type EncodeOptions, encodeClaims, encodeClaimsAsync } from "./claims/token/encode.js";
export { jtiOf } from "./claims/token/jti.js";
export type {
  AccountClaims,
  AccountLimits,
  AccountNats,
  AccountSigningKey,
  ExternalAuthorization,
  JetStreamLimits,
  MessageTrace,
  UserScope,
  WeightedMapping,
} from "./claims/types/account.js";
export type {
  AuthorizationRequestClaims,
  AuthorizationRequestNats,
  AuthorizationResponseClaims,
  AuthorizationResponseNats,
  ClientInformation,
  ClientTls,
  ConnectOptions,
  ServerId,
} from "./claims/types/authorization.js";
export type { BaseClaims, Int64, NatsFields } from "./claims/types/base.js";
export type { ClaimKind, Claims, ClaimsOf } from "./claims/types/claims.js";
export type { GenericClaims, Json } from "./claims/types/generic.js";
export type { OperatorClaims, OperatorNats } from "./claims/types/operator.js";
export type {
  ConnectionType,
  Permission,
  Permissions,
  ResponsePermission,
  TimeRange,
  UserPermissionLimits,
} from "./claims/types/permissions.js";
export type {
  ActivationClaims,
  ActivationNats,
  Export,
  Import,
  ServiceLatency,
  SharingType,
} from "./claims/types/sharing.js";
export type { UserClaims, UserNats } from "./claims/types/user.js";
// creds
export { decorateJwt, decorateSeed, formatCreds, type SecretKey } from "./creds/format.js";
export {
  type Creds,
  extractJwt,
  extractUserKey,
  type ParseCredsOptions,
  parseCreds,
} from "./creds/parse.js";
// errors
export { AuthError, type AuthErrorCode } from "./errors/auth-error.js";
// subjects, permissions, scopes
export { type Explanation, explain } from "./explain/explain.js";
export type { ExplainOptions } from "./explain/facts.js";
export type { CheckId, Step } from "./explain/step.js";
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
export type { KeyKind, SigningKind } from "./keys/kind.js";
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
export { verifySignature } from "./keys/verify-signature.js";
export {
  type WebCryptoKey,
  type WebCryptoKeyPair,
  type WebCryptoSigner,
  webCryptoSigner,
} from "./keys/web-crypto.js";
export { type CanOptions, can } from "./permissions/can.js";
export {
  type AnsweredRequest,
  type CompiledPermissions,
  compilePermissions,
} from "./permissions/compile.js";
export { effectivePermissions } from "./permissions/effective.js";
export {
  allow,
  deny,
  type Grant,
  type GrantSubject,
  respond,
  type SubscribeOptions,
} from "./permissions/grants.js";
export { permissions } from "./permissions/permissions.js";
export {
  fromUser,
  parseSubjectTemplate,
  type SubjectTemplate,
  subject,
  type TemplateValue,
} from "./permissions/subject-template.js";
// resolver configuration
export {
  type CacheResolverOptions,
  cacheResolverConfig,
  type DirectoryResolverOptions,
  type FullResolverOptions,
  fullResolverConfig,
} from "./resolver-config/directory.js";
export { type MemoryResolverOptions, memoryResolverConfig } from "./resolver-config/memory.js";
export { type UrlResolverOptions, urlResolverConfig } from "./resolver-config/url.js";
// revocation
export {
  type Compacted,
  compact,
  EVERYONE,
  isRevoked,
  type RevocationList,
  withoutRevoked,
  withRevoked,
} from "./revocation/revocation-list.js";
export { assertSafeScope, isSafeTemplateValue } from "./scopes/assert-safe.js";
export { MAX_TEMPLATE_EXPANSIONS } from "./scopes/expand.js";
export {
  previewScope,
  type ScopePreview,
  type TemplateInjection,
  type TemplateList,
} from "./scopes/preview.js";
export { type ScopeUser, scopeUserOf } from "./scopes/scope-user.js";
// sharing
export { checkSharing, type SharingIssue } from "./sharing/check-sharing.js";
export {
  type Share,
  withExport,
  withImport,
  withoutExport,
  withoutImport,
} from "./sharing/edit-account.js";
export {
  type ExportOptions,
  type ExportServiceOptions,
  exportService,
  exportStream,
} from "./sharing/exports.js";
export {
  type ImportOptions,
  type ImportServiceOptions,
  type ImportStreamOptions,
  importService,
  importStream,
} from "./sharing/imports.js";
export { type ActivationOptions, issueActivation } from "./sharing/issue-activation.js";
export { activationHashId } from "./subjects/activation-hash.js";
export { goSubjectIssues, hasWildcards, isContainedIn } from "./subjects/go-subject.js";
export { reduceSubjects } from "./subjects/reduce.js";
export { contains, intersect, matches, overlaps } from "./subjects/relations.js";
export { renamedSubject, renamingIssues } from "./subjects/renaming.js";
export { isServerSubject } from "./subjects/server-subject.js";
export {
  isSubject,
  type LiteralSubject,
  MAX_SUBJECT_LENGTH,
  parseLiteralSubject,
  parseSubject,
  type Subject,
  type SubjectProblem,
  subjectProblem,
} from "./subjects/subject.js";
// validation
export { type ClaimChain, validateChain } from "./validation/chain.js";
export { accountDidSign, operatorDidSign } from "./validation/did-sign.js";
export { goQuote } from "./validation/go-quote.js";
export { InvalidClaimError } from "./validation/invalid-claim-error.js";
export { type Issue, type IssueLevel, isBlocking } from "./validation/issue.js";
export type { StrictContext, StrictRuleId } from "./validation/strict/rule.js";
export { type ValidateOptions, type Validation, validateClaims } from "./validation/validate.js";
