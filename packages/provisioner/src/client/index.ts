export {
  ProvisionerError,
  type ProvisionerErrorCode,
  RefusedError,
} from "../errors.js";
export {
  inboxPrefix,
  requesterPermissions,
} from "../permissions/permissions.js";
export { isName } from "../protocol/name.js";
export type { Refusal, RefusalCode } from "../protocol/refusal.js";
export type { Trust } from "./check-answer.js";
export type { Answer, RequestConnection } from "./connection.js";
export { type KeepRenewedOptions, keepRenewed, type Renewal } from "./keep-renewed.js";
export {
  type Credentials,
  type RequestCredentialsOptions,
  requestCredentials,
} from "./request-credentials.js";
