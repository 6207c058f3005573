export { checkTrust } from "./check-trust.js";
export type { ResolverConnection, ResolverMessage, ResolverSubscription } from "./connection.js";
export { type AccountDifference, diff } from "./diff.js";
export { findServers, type ServerSurvey } from "./find-servers.js";
export type { GatherOptions } from "./gather.js";
export {
  type HeldAccount,
  type HeldCopy,
  type Holdings,
  heldAccount,
  heldAccounts,
} from "./held-accounts.js";
export { issuePusher, type Pusher, type PusherOptions } from "./issue-pusher.js";
export { listAccounts, type ServerAccounts } from "./list.js";
export type { AccountConnection } from "./list-connections.js";
export { type LookupResult, lookup } from "./lookup.js";
export { type ObserveIssuerOptions, observeIssuer } from "./observe-issuer.js";
export { exportersFirst } from "./order.js";
export { type Pulled, type PulledAccount, pull } from "./pull.js";
export { type AccountReport, type PushOptions, type PushReport, push } from "./push.js";
export { type RemoveAnswer, type RemoveOptions, removeAccounts } from "./remove-accounts.js";
export {
  type RevocationReport,
  type RevokeAndConfirmOptions,
  revokeAndConfirm,
} from "./revoke-and-confirm.js";
export type { ServerName } from "./server-reply.js";
export type { ServerAnswer } from "./update-account.js";
