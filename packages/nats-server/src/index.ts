export type { FindServerBinaryOptions, ServerBinary } from "./binary/find-server-binary.js";
export { findServerBinary } from "./binary/find-server-binary.js";
export type { FreePortsOptions } from "./cluster/free-ports.js";
export { freePorts } from "./cluster/free-ports.js";
export type { NatsCluster, StartClusterOptions } from "./cluster/start-cluster.js";
export { startCluster } from "./cluster/start-cluster.js";
export type { NatsSuperCluster, StartSuperClusterOptions } from "./cluster/start-super-cluster.js";
export { startSuperCluster } from "./cluster/start-super-cluster.js";
export type { ClusterMembers, UntilClustersReadyOptions } from "./cluster/until-clusters-ready.js";
export { untilClustersReady } from "./cluster/until-clusters-ready.js";
export type { NatsServerErrorCode } from "./errors.js";
export { ConfigRefusedError, NatsServerError, PortTakenError } from "./errors.js";
export type { MonitorQuery } from "./monitor/monitor.js";
export type {
  ConnectionInfo,
  Connz,
  GatewayConnection,
  Gatewayz,
  Healthz,
  Jsz,
  Leafz,
  Routez,
  Varz,
} from "./monitor/types.js";
export type { FrozenServer } from "./server/freeze.js";
export type { NatsServer } from "./server/nats-server.js";
export type { StartServerOptions } from "./server/options.js";
export type { ServerExit } from "./server/server-process.js";
export { startServer } from "./server/start-server.js";
