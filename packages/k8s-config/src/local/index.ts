export {
  type LocalPorts,
  type RunningTopology,
  type StartTopologyOptions,
  startTopology,
} from "./start-topology.js";
