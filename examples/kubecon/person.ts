import { parseCreds } from "@kchat/auth";
import { type Chat, createChat } from "@kchat/chat-core";
import { natsTransport } from "@kchat/chat-core/nats";
import { drain, track } from "@kchat/drain";
import { type Credentials, inboxPrefix, requestCredentials } from "@kchat/provisioner/client";
import { connect, credsAuthenticator, type NatsConnection } from "nats";
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

/** Connects with a person's credentials and joins the chat. */
export async function join(
  identities: Identities,
  credentials: Credentials,
  url: string,
): Promise<Person> {
  const connection = await connect({
    servers: url,
    name: credentials.name,
    authenticator: credsAuthenticator(encoder.encode(credentials.creds())),
    inboxPrefix: inboxPrefix(credentials.publicKey),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
  });
  const tracked = track(connection);
  const chat = createChat({
    transport: natsTransport(tracked),
    identity: credentials,
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
      await chat.close();
      await drain(tracked, { deadlineMs: 3_000 });
    },
  };
}
