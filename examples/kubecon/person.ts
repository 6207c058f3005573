import { parseCreds } from "@kchat/auth";
import { type Chat, createChat } from "@kchat/chat-core";
import { natsTransport } from "@kchat/chat-core/nats";
import { drain, track } from "@kchat/drain";
import {
  type Credentials,
  inboxPrefix,
  keepRenewed,
  requestCredentials,
} from "@kchat/provisioner/client";
import { connect, credsAuthenticator, jwtAuthenticator, type NatsConnection } from "nats";
import { type Identities, serviceCreds, spaceName } from "./identities.js";
import { keepKey, keptKey } from "./kept-keys.js";

/** Somebody in the chat, with the connection that belongs to them. */
export interface Person {
  readonly credentials: Credentials;
  readonly connection: NatsConnection;
  readonly chat: Chat;
  /** Says goodbye, then drains the connection. */
  leave(): Promise<void>;
}

const encoder = new TextEncoder();

/** Asks the provisioner for credentials: the key is made here, or found here from an earlier visit, and stays here. */
export async function obtainCredentials(
  identities: Identities,
  options: { dir: string; url: string; name: string; signal?: AbortSignal | undefined },
): Promise<Credentials> {
  const { dir, url, name, signal } = options;
  const creds = await serviceCreds(identities, "chat-creds-request");
  const connection = await connect({
    servers: url,
    name: "chat-creds-request",
    authenticator: credsAuthenticator(encoder.encode(creds)),
    inboxPrefix: inboxPrefix(parseCreds(creds).keyPair.getPublicKey()),
    reconnect: false,
  });
  try {
    const credentials = await requestCredentials({
      connection,
      name,
      trust: { account: identities.accountKey, issuers: [identities.memberKey] },
      user: await keptKey(dir, name),
      signal,
    });
    await keepKey(dir, credentials);
    return credentials;
  } finally {
    await connection.close();
  }
}

/** Connects with a person's credentials, which are renewed for as long as the person stays, and joins the chat. */
export async function join(
  identities: Identities,
  credentials: Credentials,
  { dir, url }: { dir: string; url: string },
): Promise<Person> {
  const { name, publicKey, keyPair, jwt } = credentials;
  const renewal = keepRenewed({
    jwt,
    request: (signal) => obtainCredentials(identities, { dir, url, name, signal }),
  });
  try {
    const connection = await connect({
      servers: url,
      name,
      authenticator: jwtAuthenticator(() => renewal.jwt, keyPair.getSeed()),
      inboxPrefix: inboxPrefix(publicKey),
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
      // When the old JWT expires the server ends the connection, in the words in which it refuses a wrong one.
      ignoreAuthErrorAbort: true,
    });
    const tracked = track(connection);
    const chat = createChat({
      transport: natsTransport(tracked),
      identity: {
        keyPair,
        name,
        get jwt() {
          return renewal.jwt;
        },
      },
      space: {
        name: spaceName,
        accounts: [identities.accountKey, identities.memberKey],
        channels: [spaceName, "NATS", "General"],
      },
    });
    await chat.start();
    return {
      credentials,
      connection,
      chat,
      async leave() {
        renewal.stop();
        await chat.close();
        await drain(tracked, { deadlineMs: 3_000 });
      },
    };
  } catch (error) {
    renewal.stop();
    throw error;
  }
}
