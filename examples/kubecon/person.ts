import { parseCreds } from "@kchat/auth";
import { type Chat, createChat } from "@kchat/chat-core";
import { natsTransport, probeSubject } from "@kchat/chat-core/nats";
import { createWarnings, type Warnings } from "@kchat/chat-tui";
import { type ManagedConnection, manage } from "@kchat/drain";
import {
  type Credentials,
  inboxPrefix,
  keepRenewed,
  type Renewal,
  requestCredentials,
} from "@kchat/provisioner/client";
import { connect, credsAuthenticator, jwtAuthenticator } from "nats";
import { type Identities, serviceCreds, spaceName } from "./identities.js";
import { keepKey, keptKey } from "./kept-keys.js";

/** Somebody in the chat, with the connection that belongs to them. */
export interface Person {
  readonly credentials: Credentials;
  readonly connection: ManagedConnection;
  readonly chat: Chat;
  /** What the person should know beside the chat. */
  readonly warnings: Warnings;
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

/**
 * Connects with a person's credentials and joins the chat. The credentials are renewed for as long as the person stays, each
 * time on a new connection that takes over while the old one still serves, so nothing that others say is missed.
 */
export async function join(
  identities: Identities,
  credentials: Credentials,
  { dir, url }: { dir: string; url: string },
): Promise<Person> {
  const { name, publicKey, keyPair } = credentials;
  const warnings = createWarnings();
  let renewal: Renewal | undefined;
  const identity = {
    keyPair,
    name,
    get jwt() {
      return renewal?.jwt ?? credentials.jwt;
    },
  };
  const connection = await manage({
    servers: [url],
    connect: (servers) =>
      connect({
        servers,
        name,
        authenticator: jwtAuthenticator(() => identity.jwt, keyPair.getSeed()),
        inboxPrefix: inboxPrefix(publicKey),
        maxReconnectAttempts: -1,
        reconnectTimeWait: 500,
        // If it couldn't move before its JWT expires, the server ends it in the words in which it refuses a wrong one.
        ignoreAuthErrorAbort: true,
      }),
    probeSubject: () => probeSubject(spaceName, publicKey),
  });
  renewal = keepRenewed({
    jwt: credentials.jwt,
    request: (signal) => obtainCredentials(identities, { dir, url, name, signal }),
    async onRenewed() {
      warnings.set("renewal", undefined);
      await connection.handOver();
    },
    onFailed(error) {
      const reason = error instanceof Error ? error.message : String(error);
      warnings.set("renewal", `Your credentials can't be renewed: ${reason}`);
    },
  });
  const accounts = [identities.accountKey, identities.memberKey];
  const chat = createChat({
    transport: natsTransport(connection),
    identity,
    space: { name: spaceName, accounts, channels: [spaceName, "NATS", "General"] },
  });
  const { stop } = renewal;
  try {
    await chat.start();
  } catch (error) {
    stop();
    await connection.close();
    throw error;
  }
  return {
    credentials,
    connection,
    chat,
    warnings,
    async leave() {
      stop();
      await chat.close();
      await connection.drain({ deadlineMs: 3_000 });
    },
  };
}
