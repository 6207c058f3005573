import {
  type Connection,
  type Message,
  statuses,
  type TrackedConnection,
  track,
} from "@kchat/drain";
import type { ConnectionState } from "../store/snapshot.js";
import {
  type Transport,
  TransportError,
  type TransportMessage,
  type TransportSubscription,
} from "../transport/transport.js";
import { toTransportError } from "./failure.js";
import { createPending } from "./pending.js";

/** What NATS servers take when nobody configures them otherwise. */
const defaultMaxPayloadBytes = 1_048_576;

/**
 * A transport over a NATS connection of either client generation (`nats` 2.x, `@nats-io/transport-node` 3.x, or a
 * WebSocket connection of nats-core). Connect with `inboxPrefix: inboxPrefix(publicKey)`, and reconnect without a limit. The
 * connection stays the caller's: closing the transport leaves it open.
 *
 * Subscriptions are tracked, so that `drain(track(connection))` of `@kchat/drain` waits for them.
 *
 * @example
 * const connection = await connect({ servers, authenticator, inboxPrefix: inboxPrefix(publicKey), maxReconnectAttempts: -1 });
 * const transport = natsTransport(connection);
 */
export function natsTransport(connection: Connection | TrackedConnection): Transport {
  const tracked = track(connection);
  const subscriptions = new Set<TransportSubscription>();
  const listeners = new Set<(state: ConnectionState, reason?: string) => void>();
  /** Sends that wait for their round trip, so that the server's refusal finds them. */
  const sends = new Set<{ subject: string; denied?: Error }>();
  const pending = createPending();
  let state: ConnectionState = tracked.isClosed()
    ? "closed"
    : tracked.info === undefined
      ? "reconnecting"
      : "connected";
  let maxPayloadBytes = defaultMaxPayloadBytes;
  let ended = false;

  function change(next: ConnectionState, reason?: string): void {
    if (state === next) return;
    state = next;
    if (next === "closed") pending.fail(closedError());
    for (const listener of [...listeners]) listener(next, reason);
  }

  async function watch(): Promise<void> {
    for await (const status of statuses(tracked)) {
      if (ended) return;
      switch (status.type) {
        case "disconnect":
          change("reconnecting", `lost ${status.server}`);
          break;
        case "reconnect":
          change("connected");
          break;
        case "close":
          change("closed", status.error?.message);
          break;
        case "error":
          if (status.denied?.operation !== "publish") break;
          for (const send of sends) {
            if (send.subject === status.denied.subject) send.denied = status.error;
          }
      }
    }
  }
  void watch();

  function currentLimit(): number {
    // `info` is gone while disconnected; the last limit is the best guess then.
    maxPayloadBytes = tracked.info?.max_payload ?? maxPayloadBytes;
    return maxPayloadBytes;
  }

  function checkOpen(): void {
    if (ended || state === "closed" || tracked.isClosed() || tracked.isDraining()) {
      throw closedError();
    }
  }

  function check(payload: Uint8Array): void {
    checkOpen();
    // The clients drop what is published while they have no connection, without an error.
    if (state !== "connected") {
      throw new TransportError(
        "ERR_TRANSPORT_DISCONNECTED",
        "There is no connection at the moment.",
      );
    }
    if (payload.length > currentLimit()) {
      const message = `${payload.length} bytes are above the server's limit of ${currentLimit()}.`;
      throw new TransportError("ERR_TRANSPORT_TOO_LARGE", message);
    }
  }

  return {
    get maxPayloadBytes() {
      return currentLimit();
    },
    get state() {
      // The connection knows before its status events have been read.
      return tracked.isClosed() ? "closed" : state;
    },
    onStateChange(listener) {
      const entry: typeof listener = (next, reason) => listener(next, reason);
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    async send(subject, payload, { signal } = {}) {
      signal?.throwIfAborted();
      check(payload);
      const send: { subject: string; denied?: Error } = { subject };
      sends.add(send);
      try {
        // In one turn: the ping follows the message in the same buffer, and a buffer is dropped whole when the connection
        // breaks, with the flush rejected. So the pong proves the message.
        tracked.publish(subject, payload);
        await pending.wait(tracked.flush(), signal);
        // The server's refusal comes before the pong, but reaches us through an iterator.
        await new Promise((resolve) => setTimeout(resolve));
      } catch (error) {
        signal?.throwIfAborted();
        throw toTransportError(error, `Sending on ${subject}`);
      } finally {
        sends.delete(send);
      }
      if (send.denied) {
        const message = `The server refuses publishing on ${subject}.`;
        throw new TransportError("ERR_TRANSPORT_PERMISSION", message, { cause: send.denied });
      }
    },
    subscribe(subject, onMessage, { queue, onRefused } = {}) {
      checkOpen();
      const subscription = tracked.subscribe(subject, {
        ...(queue === undefined ? {} : { queue }),
        callback(error, message) {
          if (error) onRefused?.(toTransportError(error, `Subscribing to ${subject}`));
          else onMessage(toTransportMessage(message));
        },
      });
      const handle: TransportSubscription = {
        unsubscribe() {
          if (!subscriptions.delete(handle) || subscription.isClosed()) return;
          subscription.unsubscribe();
        },
      };
      subscriptions.add(handle);
      return handle;
    },
    async request(subject, payload, { timeoutMs, signal }) {
      signal?.throwIfAborted();
      check(payload);
      try {
        const request = tracked.request(subject, payload, { timeout: timeoutMs });
        return (await pending.wait(request, signal)).data;
      } catch (error) {
        signal?.throwIfAborted();
        throw toTransportError(error, `Asking on ${subject}`);
      }
    },
    async close() {
      if (ended) return;
      ended = true;
      for (const subscription of [...subscriptions]) subscription.unsubscribe();
      change("closed", "the transport was closed");
      listeners.clear();
    },
  };
}

function closedError(): TransportError {
  return new TransportError("ERR_TRANSPORT_CLOSED", "The connection is closed or draining.");
}

function toTransportMessage(message: Message): TransportMessage {
  return {
    subject: message.subject,
    data: message.data,
    respond(payload) {
      if (message.reply) message.respond(payload);
    },
  };
}
