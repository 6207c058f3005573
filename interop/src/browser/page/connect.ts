import type { KeyPair } from "@kchat/auth";
import { inboxPrefix } from "@kchat/chat-core";
import { jwtAuthenticator, type NatsConnection, wsconnect } from "@nats-io/nats-core";

/** Connects over WebSocket as the owner of a JWT and its key. */
export function connectAs(
  servers: string,
  { jwt, keyPair }: { readonly jwt: string; readonly keyPair: KeyPair },
): Promise<NatsConnection> {
  return wsconnect({
    servers,
    name: keyPair.getPublicKey(),
    authenticator: jwtAuthenticator(jwt, keyPair.getSeed()),
    inboxPrefix: inboxPrefix(keyPair.getPublicKey()),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
  });
}
