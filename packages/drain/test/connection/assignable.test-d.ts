import type {
  ClientService,
  Connection,
  JetStreamMessage,
  JetStreamMessages,
  Message,
  Subscription,
  TrackedConnection,
} from "@kchat/drain";
import type { ConsumerMessages as V3Messages } from "@nats-io/jetstream";
import type { wsconnect } from "@nats-io/nats-core";
import type { NatsConnection as V3 } from "@nats-io/transport-node";
import type { JsMsg, Service, NatsConnection as V2, ConsumerMessages as V2Messages } from "nats";

declare const v2: V2;
declare const v3: V3;
declare const webSocket: Awaited<ReturnType<typeof wsconnect>>;
declare const tracked: TrackedConnection<V2>;
declare const v2Messages: V2Messages;
declare const v3Messages: V3Messages;
declare const jsMessage: JsMsg;
declare const service: Service;

/** Compiled by `tsc` only: each line is an error if a client's type drifts away from the port. */
export const connections: Connection[] = [v2, v3, webSocket, tracked];
export const subscriptions: Subscription[] = [v2.subscribe("a"), v3.subscribe("a")];
export const messages: Promise<Message>[] = [v2.request("a"), v3.request("a")];
export const consumers: JetStreamMessages<JetStreamMessage>[] = [v2Messages, v3Messages];
export const stored: JetStreamMessage = jsMessage;
export const services: ClientService = service;
