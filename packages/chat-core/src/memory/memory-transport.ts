import { isContainedIn } from "@kchat/auth";
import type { ConnectionState } from "../store/snapshot.js";
import {
  type RequestOptions,
  type SendOptions,
  type SubscribeOptions,
  TransportError,
  type TransportErrorCode,
  type TransportMessage,
  type TransportSubscription,
} from "../transport/transport.js";
import type { MemoryConnectOptions, MemoryMessage, MemoryTransport } from "./network.js";

/** A subscription as the network sees it. */
export interface Subscriber {
  readonly subject: string;
  readonly queue: string | undefined;
  isConnected(): boolean;
  deliver(message: MemoryMessage): void;
}

/** What a connection has of its network. */
export interface MemoryLink {
  maxPayloadBytes: number;
  permissions: MemoryConnectOptions;
  subscribers: Set<Subscriber>;
  /** Returns how many receive it. */
  publish(message: MemoryMessage): number;
}

let inboxes = 0;

/** Makes one connection of a memory network. */
export function createMemoryTransport(link: MemoryLink): MemoryTransport {
  const { maxPayloadBytes, permissions, subscribers, publish } = link;
  const own = new Set<Subscriber>();
  const listeners = new Set<(state: ConnectionState, reason?: string) => void>();
  let state: ConnectionState = "connected";
  /** What is under way, to be failed when the connection is cut. */
  const pending = new Set<(error: TransportError) => void>();

  function change(next: ConnectionState, reason?: string): void {
    if (state === next || state === "closed") return;
    state = next;
    if (next !== "connected") for (const fail of [...pending]) fail(downError(next));
    for (const listener of [...listeners]) listener(next, reason);
  }

  function check(subject: string, payload: Uint8Array): void {
    if (state !== "connected") throw downError(state);
    if (payload.length > maxPayloadBytes) {
      const message = `${payload.length} bytes are above the limit of ${maxPayloadBytes}.`;
      throw new TransportError("ERR_TRANSPORT_TOO_LARGE", message);
    }
    if (!permits(permissions.publish, subject)) throw refusal("publish on", subject);
  }

  function add(
    subject: string,
    queue: string | undefined,
    deliver: (message: MemoryMessage) => void,
  ): TransportSubscription {
    const subscriber: Subscriber = {
      subject,
      queue,
      isConnected: () => state === "connected",
      deliver: (message) => {
        if (own.has(subscriber) && state === "connected") deliver(message);
      },
    };
    own.add(subscriber);
    subscribers.add(subscriber);
    return {
      unsubscribe() {
        own.delete(subscriber);
        subscribers.delete(subscriber);
      },
    };
  }

  function toTransportMessage({ subject, data, reply }: MemoryMessage): TransportMessage {
    return {
      subject,
      data,
      respond(payload) {
        if (reply === undefined || state !== "connected") return;
        publish({ subject: reply, data: payload.slice(), reply: undefined });
      },
    };
  }

  return {
    maxPayloadBytes,
    get state() {
      return state;
    },
    onStateChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async send(subject: string, payload: Uint8Array, options: SendOptions = {}) {
      options.signal?.throwIfAborted();
      check(subject, payload);
      publish({ subject, data: payload.slice(), reply: undefined });
      await within(pending, options.signal, (resolve) => queueMicrotask(resolve));
    },
    subscribe(subject, onMessage, options: SubscribeOptions = {}) {
      if (state === "closed") throw downError(state);
      if (!permits(permissions.subscribe, subject)) {
        queueMicrotask(() => options.onRefused?.(refusal("subscribe to", subject)));
        return { unsubscribe: () => undefined };
      }
      return add(subject, options.queue, (message) => onMessage(toTransportMessage(message)));
    },
    async request(subject: string, payload: Uint8Array, { timeoutMs, signal }: RequestOptions) {
      signal?.throwIfAborted();
      check(subject, payload);
      inboxes += 1;
      const reply = `_INBOX_memory.${inboxes}`;
      let subscription: TransportSubscription | undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      try {
        return await within<Uint8Array>(pending, signal, (resolve, reject) => {
          subscription = add(reply, undefined, ({ data }) => resolve(data));
          timer = setTimeout(() => {
            const message = `No reply on ${subject} within ${timeoutMs} ms.`;
            reject(new TransportError("ERR_TRANSPORT_TIMEOUT", message));
          }, timeoutMs);
          if (publish({ subject, data: payload.slice(), reply }) > 0) return;
          const message = `Nobody listens on ${subject}.`;
          reject(new TransportError("ERR_TRANSPORT_NO_RESPONDERS", message));
        });
      } finally {
        clearTimeout(timer);
        subscription?.unsubscribe();
      }
    },
    cut: () => change("reconnecting", "cut"),
    restore: () => change("connected"),
    async close() {
      change("closed");
      for (const subscriber of own) subscribers.delete(subscriber);
      own.clear();
      listeners.clear();
    },
  };
}

/** A promise that also ends with the signal's reason, or when the connection is cut. */
function within<T = void>(
  pending: Set<(error: TransportError) => void>,
  signal: AbortSignal | undefined,
  run: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
): Promise<T> {
  let stop: () => void = () => undefined;
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal?.reason);
    pending.add(reject);
    signal?.addEventListener("abort", onAbort);
    stop = () => {
      pending.delete(reject);
      signal?.removeEventListener("abort", onAbort);
    };
    run(resolve, reject);
  }).finally(() => stop());
}

function permits(patterns: readonly string[] | undefined, subject: string): boolean {
  return patterns === undefined || patterns.some((pattern) => isContainedIn(subject, pattern));
}

function refusal(action: string, subject: string): TransportError {
  return new TransportError(
    "ERR_TRANSPORT_PERMISSION",
    `This connection may not ${action} ${subject}.`,
  );
}

function downError(state: ConnectionState): TransportError {
  const code: TransportErrorCode =
    state === "closed" ? "ERR_TRANSPORT_CLOSED" : "ERR_TRANSPORT_DISCONNECTED";
  return new TransportError(code, `The connection is ${state === "closed" ? "closed" : "cut"}.`);
}
