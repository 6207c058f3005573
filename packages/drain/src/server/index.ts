export { DrainError, type DrainErrorCode } from "../errors/drain-error.js";
export {
  type ClientAddress,
  kickClient,
  lameDuckClient,
} from "./client-requests.js";
export {
  type CheckConfigOptions,
  checkConfig,
  type ReloadOptions,
  type ReloadReport,
  reload,
} from "./config.js";
export {
  type PodOptions,
  type ProcessAddress,
  podCommand,
  podControl,
  processControl,
  type ServerControl,
} from "./control.js";
export { type Emptying, watchEmptying } from "./empty.js";
export { httpMonitoring, type Monitoring, type PodAddress, podMonitoring } from "./monitoring.js";
export type { ServerObservation } from "./observation.js";
export {
  planRollingRestart,
  type RestartPlan,
  type RestartStep,
  type RollingServer,
} from "./rolling-restart/plan.js";
export {
  type RestartEvent,
  type RestartReport,
  type RollingRestartOptions,
  rollingRestart,
} from "./rolling-restart/run.js";
