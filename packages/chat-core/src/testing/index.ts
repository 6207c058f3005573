export { ContractError } from "./check.js";
export type { ContractCase, HarnessConnection, TransportHarness } from "./harness.js";
export { transportContract } from "./transport-contract.js";
