import {
  type Clock,
  fraction,
  pause,
  type RandomSource,
  type Timers,
} from "../chat/environment.js";
import type { ConversationId, SendFailureReason } from "../store/snapshot.js";
import { type Transport, TransportError } from "../transport/transport.js";
import type { Pace } from "./pace.js";

/** A signed message on its way out. */
export interface OutboxItem {
  readonly id: string;
  readonly conversation: ConversationId;
  readonly subject: string;
  readonly payload: Uint8Array;
  /** When it was signed, in milliseconds since the epoch. */
  readonly ts: number;
}

/** What happens to an item. */
export type OutboxEvent =
  | { readonly state: "queued" | "sending" | "sent" }
  | { readonly state: "failed"; readonly reason: SendFailureReason; readonly retryable: boolean };

/** What an outbox needs. */
export interface OutboxOptions {
  transport: Transport;
  clock: Clock;
  timers: Timers;
  random: RandomSource;
  pace: Pace;
  /** An item older than this would be refused by its receivers. */
  maxAgeMs: number;
  onEvent(item: OutboxItem, event: OutboxEvent): void;
}

/** Sends items: in order within a conversation, conversations beside each other. */
export interface Outbox {
  add(item: OutboxItem): void;
  /** The item is known to have arrived: its echo was received. */
  confirm(id: string): void;
  /** Begins, or goes on after the transport came back. */
  resume(): void;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
  /** Fails what is left as `closed`. */
  close(): void;
}

const sendTimeoutMs = 10_000;
const maxAttempts = 5;
const firstBackoffMs = 250;

/** Makes an outbox; it holds everything back until `resume`. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { transport, clock, timers, random, pace, maxAgeMs, onEvent } = options;
  const lanes = new Map<ConversationId, OutboxItem[]>();
  const items = new Map<string, OutboxItem>();
  const running = new Set<ConversationId>();
  const confirmed = new Set<string>();
  const sends = new Map<string, AbortController>();
  let waiters: (() => void)[] = [];
  let started = false;
  let closed = false;

  const canSend = () => started && !closed && transport.state === "connected";

  /** Takes an item out, unless its fate was decided elsewhere meanwhile. */
  function settle(item: OutboxItem, event: OutboxEvent): void {
    const lane = lanes.get(item.conversation);
    if (lane?.[0] !== item) return;
    lane.shift();
    if (lane.length === 0) lanes.delete(item.conversation);
    items.delete(item.id);
    confirmed.delete(item.id);
    onEvent(item, event);
    if (items.size === 0) for (const wake of waiters.splice(0)) wake();
  }

  async function run(conversation: ConversationId): Promise<void> {
    if (running.has(conversation)) return;
    running.add(conversation);
    for (let attempt = 1; canSend(); ) {
      const item = lanes.get(conversation)?.[0];
      if (!item) break;
      const outcome = await send(item);
      if (closed) break;
      if (confirmed.has(item.id)) {
        settle(item, { state: "sent" });
        attempt = 1;
      } else if (outcome.state !== "queued") {
        settle(item, outcome);
        attempt = 1;
      } else if (attempt >= maxAttempts) {
        settle(item, { state: "failed", reason: outcome.reason, retryable: true });
        attempt = 1;
      } else {
        onEvent(item, { state: "queued" });
        await pause(timers, firstBackoffMs * 2 ** (attempt - 1) * (0.5 + fraction(random)));
        attempt += 1;
      }
    }
    running.delete(conversation);
  }

  async function send(item: OutboxItem): Promise<Outcome> {
    if (confirmed.has(item.id)) return { state: "sent" };
    if (clock() - item.ts > maxAgeMs)
      return { state: "failed", reason: "expired", retryable: true };
    await pace.turn();
    if (!canSend()) return { state: "queued", reason: "disconnected" };
    onEvent(item, { state: "sending" });
    const controller = new AbortController();
    sends.set(item.id, controller);
    const cancel = timers.after(sendTimeoutMs, () => controller.abort());
    try {
      await transport.send(item.subject, item.payload, { signal: controller.signal });
      return { state: "sent" };
    } catch (error) {
      return outcomeOf(error);
    } finally {
      cancel();
      sends.delete(item.id);
    }
  }

  return {
    add(item) {
      const lane = lanes.get(item.conversation) ?? [];
      lanes.set(item.conversation, lane);
      lane.push(item);
      items.set(item.id, item);
      void run(item.conversation);
    },
    confirm(id) {
      if (!items.has(id)) return;
      confirmed.add(id);
      sends.get(id)?.abort();
    },
    resume() {
      started = true;
      for (const conversation of lanes.keys()) void run(conversation);
    },
    idle() {
      if (items.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        waiters.push(resolve);
      });
    },
    close() {
      closed = true;
      for (const controller of sends.values()) controller.abort();
      const left = [...items.values()];
      items.clear();
      lanes.clear();
      for (const item of left)
        onEvent(item, { state: "failed", reason: "closed", retryable: false });
      for (const wake of waiters) wake();
      waiters = [];
    },
  };
}

type Outcome =
  | (OutboxEvent & { readonly state: "sent" | "failed" })
  | { readonly state: "queued"; readonly reason: SendFailureReason };

/** What a failed send means: tried again where that can help. */
function outcomeOf(error: unknown): Outcome {
  const code = TransportError.isInstance(error) ? error.code : "ERR_TRANSPORT_TIMEOUT";
  switch (code) {
    case "ERR_TRANSPORT_PERMISSION":
      return { state: "failed", reason: "permission", retryable: false };
    case "ERR_TRANSPORT_TOO_LARGE":
      return { state: "failed", reason: "too-large", retryable: false };
    case "ERR_TRANSPORT_CLOSED":
      return { state: "failed", reason: "closed", retryable: false };
    case "ERR_TRANSPORT_DISCONNECTED":
    case "ERR_TRANSPORT_NO_RESPONDERS":
      return { state: "queued", reason: "disconnected" };
    case "ERR_TRANSPORT_TIMEOUT":
      return { state: "queued", reason: "timeout" };
  }
}
