export {
  type MemoryConnectOptions,
  type MemoryNetwork,
  type MemoryNetworkOptions,
  type MemoryTransport,
  memoryNetwork,
} from "./network.js";
