// store

// revocation
export { fileIssueLog } from "../revocation/file-issue-log.js";
export type { IssueLog, IssueRecord } from "../revocation/issue-log.js";
export { type Revoked, type RevokeOptions, revoke } from "../revocation/revoke.js";
export { type RevokeActivationOptions, revokeActivation } from "../revocation/revoke-activation.js";
export type { RevocationTarget } from "../revocation/select-keys.js";
// tree
export { type AddAccountOptions, addAccount } from "../tree/add-account.js";
export { type Added, type AddOperatorOptions, addOperator } from "../tree/add-operator.js";
export { type AddScopeOptions, addScope } from "../tree/add-scope.js";
export {
  type AddSigningKeyOptions,
  addSigningKey,
  type SigningKeyEntry,
} from "../tree/add-signing-key.js";
export { type AddUserOptions, addUser } from "../tree/add-user.js";
export { checkTree, type EntityReport } from "../tree/check-tree.js";
export { type DeleteAccountOptions, deleteAccount } from "../tree/delete-account.js";
export { type DeletedUser, type DeleteUserOptions, deleteUser } from "../tree/delete-user.js";
export { type DescribeOptions, describeTree } from "../tree/describe-tree.js";
export { drawTree } from "../tree/draw-tree.js";
export { type EditAccountOptions, editAccount } from "../tree/edit-account.js";
export { type EditOperatorOptions, editOperator } from "../tree/edit-operator.js";
export { type EditScopeOptions, editScope } from "../tree/edit-scope.js";
export { type EditUserOptions, editUser } from "../tree/edit-user.js";
export {
  type AccountEntry,
  type OperatorEntry,
  readAccount,
  readOperator,
  readUser,
  type UserEntry,
} from "../tree/entry.js";
export { type Destination, withMapping, withoutMapping } from "../tree/mappings.js";
export { type AccountBranch, readTree, type Tree } from "../tree/read-tree.js";
export { type ReissuedUser, type ReissueUserOptions, reissueUser } from "../tree/reissue-user.js";
export { type Expiry, type ExpiryOptions, reportExpiry } from "../tree/report-expiry.js";
export {
  type Introduced,
  type IntroduceOptions,
  introduceKey,
} from "../tree/rotation/introduce.js";
export { planRotation, type RotationPlan } from "../tree/rotation/plan.js";
export { type Reissued, reissue } from "../tree/rotation/reissue.js";
export { type RetireOptions, retireKey } from "../tree/rotation/retire.js";
export type { RotationStep } from "../tree/rotation/steps.js";
export type {
  AccountTarget,
  OperatorTarget,
  RotationOptions,
  RotationTarget,
} from "../tree/rotation/target.js";
export type { IssueOptions, SignerSource } from "../tree/signers.js";
export { type StoredPulled, type StorePulledOptions, storePulled } from "../tree/store-pulled.js";
export {
  type AccountAddress,
  type Address,
  formatAddress,
  type OperatorAddress,
  type UserAddress,
} from "./address.js";
export {
  type CliContext,
  cliDirectory,
  listContexts,
  readContext,
  selectContext,
  selectedContext,
  writeContext,
} from "./cli-context.js";
export type { CredsFolder } from "./creds-folder.js";
export type { KeyRing } from "./key-ring.js";
export { type LockOptions, lockStore, type StoreLock } from "./lock-store.js";
export { type EntryKind, safeName } from "./names.js";
export { type NscConfig, readNscConfig, writeNscConfig } from "./nsc-config.js";
export { createStore, openStore } from "./open-store.js";
export { allDirsPaths, defaultPaths, pathsUnder, type StorePaths } from "./paths.js";
export { Store } from "./store.js";
