export {
  type NameRegistry,
  type NamesInMemory,
  type NamesInMemoryOptions,
  namesInMemory,
  type Reservation,
} from "./admission/names.js";
export type { QuotaOptions } from "./admission/quota.js";
export type { Rate } from "./admission/token-bucket.js";
export { ProvisionerError, type ProvisionerErrorCode } from "./errors.js";
export {
  inboxPrefix,
  provisionerPermissions,
  requesterPermissions,
} from "./permissions/permissions.js";
export { isName } from "./protocol/name.js";
export type { RefusalCode } from "./protocol/refusal.js";
export type { AuditEvent, EndedEvent, IssuedEvent, RefusedEvent } from "./service/audit.js";
export type { Candidate, ServeProvisionerOptions } from "./service/options.js";
export { type Provisioner, type ProvisionerStats, serveProvisioner } from "./service/serve.js";
