/**
 * What a resolver needs of a NATS connection. A connection of `nats` 2.x, of `@nats-io/transport-node` 3.x and of a
 * browser satisfies it. It must be logged in as a user of the system account.
 */
export interface ResolverConnection {
  subscribe(subject: string): ResolverSubscription;
  publish(subject: string, payload?: Uint8Array, options?: { reply?: string }): void;
}

/** A subscription: an iterator of messages that ends with `unsubscribe()`. */
export interface ResolverSubscription extends AsyncIterable<ResolverMessage> {
  unsubscribe(): void;
}

/** A message as both client generations hand it out. */
export interface ResolverMessage {
  readonly data: Uint8Array;
  readonly headers?: { readonly code: number } | undefined;
}
