import { isContainedIn } from "@kchat/auth";
import type { Transport } from "../transport/transport.js";
import { createMemoryTransport, type Subscriber } from "./memory-transport.js";

/** Options of {@link memoryNetwork}. */
export interface MemoryNetworkOptions {
  /**
   * The largest payload in bytes.
   *
   * @default 1048576
   */
  maxPayloadBytes?: number | undefined;
}

/** Options of {@link MemoryNetwork.connect}. */
export interface MemoryConnectOptions {
  /** What this connection may publish, as patterns. @default everything */
  publish?: readonly string[] | undefined;
  /** What this connection may subscribe to, as patterns. @default everything */
  subscribe?: readonly string[] | undefined;
}

/** A connection to a memory network, which can be cut like a real one. */
export interface MemoryTransport extends Transport {
  /** Cuts the connection: its state is `reconnecting`, and what is sent to it meanwhile is lost. */
  cut(): void;
  /** Ends the cut. */
  restore(): void;
}

/** A network inside this process. */
export interface MemoryNetwork {
  connect(options?: MemoryConnectOptions): MemoryTransport;
}

/** What a message on the network is. */
export interface MemoryMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly reply: string | undefined;
}

/**
 * A network inside this process, for demonstrations and tests of views: it delivers by subject, asynchronously and in
 * order, with queue groups, requests, permissions and connections that can be cut. It keeps nothing.
 *
 * @example
 * const network = memoryNetwork();
 * const alice = createChat({ transport: network.connect(), identity: { keyPair, name: "alice" }, space });
 */
export function memoryNetwork(options: MemoryNetworkOptions = {}): MemoryNetwork {
  const { maxPayloadBytes = 1_048_576 } = options;
  const subscribers = new Set<Subscriber>();
  let turn = 0;

  function publish(message: MemoryMessage): number {
    const groups = new Map<string, Subscriber[]>();
    const targets: Subscriber[] = [];
    for (const subscriber of subscribers) {
      if (!subscriber.isConnected() || !isContainedIn(message.subject, subscriber.subject))
        continue;
      if (subscriber.queue === undefined) targets.push(subscriber);
      else groups.set(subscriber.queue, [...(groups.get(subscriber.queue) ?? []), subscriber]);
    }
    for (const group of groups.values()) {
      const chosen = group[turn++ % group.length];
      if (chosen) targets.push(chosen);
    }
    for (const target of targets) {
      // A copy for each: a receiver that writes into its bytes must not change another's.
      const data = message.data.slice();
      queueMicrotask(() => target.deliver({ ...message, data }));
    }
    return targets.length;
  }

  return {
    connect: (permissions = {}) =>
      createMemoryTransport({ maxPayloadBytes, permissions, subscribers, publish }),
  };
}
