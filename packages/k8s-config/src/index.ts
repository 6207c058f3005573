export { renderMermaid } from "./diagram/mermaid.js";
export { K8sConfigError, type K8sConfigErrorCode, TopologyError } from "./errors.js";
export { type HelmValue, type HelmValues, renderHelmValues } from "./helm/values.js";
export { writeYaml } from "./helm/yaml.js";
export type { Placement } from "./nats-conf/placement.js";
export { type RenderNatsConfOptions, renderNatsConf } from "./nats-conf/render.js";
export type { JetStream, JetStreamInput } from "./topology/jetstream.js";
export type { Limits, LimitsInput } from "./topology/limits.js";
export type {
  ListenerInput,
  Listeners,
  ListenersInput,
  WebSocketInput,
} from "./topology/listeners.js";
export { type ParseTopologyOptions, parseTopology } from "./topology/parse.js";
export {
  formatPath,
  formatProblem,
  type Path,
  type Problem,
  type Rule,
} from "./topology/problem.js";
export type { Region, RegionInput } from "./topology/regions.js";
export type { Size } from "./topology/size.js";
export { defineTopology, type Topology, type TopologyInput } from "./topology/topology.js";
export type { PreloadedAccount, Trust, TrustInput } from "./topology/trust.js";
