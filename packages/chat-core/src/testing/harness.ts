import type { Transport } from "../transport/transport.js";

/** What the contract suite needs of the network under test. */
export interface TransportHarness {
  /**
   * A new connection that may publish and subscribe everywhere, except on `refused.>`. Each call makes one that shares the
   * network with the others.
   */
  connect(): Promise<HarnessConnection>;
}

/** A connection that the suite can cut. */
export interface HarnessConnection {
  readonly transport: Transport;
  /** Takes the network away and resolves; the transport may notice later. */
  cut(): Promise<void>;
  /** Gives it back; the transport reconnects by itself. */
  restore(): Promise<void>;
  /** Ends the connection for good. */
  end(): Promise<void>;
}

/** One rule of the contract. */
export interface ContractCase {
  /** A sentence that says what must hold. */
  readonly name: string;
  /** Rejects when it doesn't. */
  run(): Promise<void>;
}
