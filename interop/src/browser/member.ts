import { parseCreds } from "@kchat/auth";
import { type Chat, createChat, inboxPrefix } from "@kchat/chat-core";
import { natsTransport } from "@kchat/chat-core/nats";
import { connect, credsAuthenticator } from "nats";
import type { Testbed } from "./testbed.js";

/** A member in this process, over TCP. */
export interface Member extends AsyncDisposable {
  readonly publicKey: string;
  readonly chat: Chat;
}

export async function enterAs(name: string, { server, trust }: Testbed): Promise<Member> {
  const creds = trust.memberCreds(name);
  const { jwt, keyPair } = parseCreds(creds);
  const publicKey = keyPair.getPublicKey();
  const connection = await connect({
    servers: server.url,
    authenticator: credsAuthenticator(new TextEncoder().encode(creds)),
    inboxPrefix: inboxPrefix(publicKey),
    maxReconnectAttempts: -1,
  });
  const chat = createChat({
    transport: natsTransport(connection),
    identity: { keyPair, name, jwt },
    space: {
      name: trust.space,
      accounts: [trust.account, trust.memberSigner.getPublicKey()],
      channels: ["General"],
    },
  });
  await chat.start();
  return {
    publicKey,
    chat,
    async [Symbol.asyncDispose]() {
      await chat.close();
      await connection.close();
    },
  };
}

/** Whether somebody is online, as a member sees it. */
export function isOnline({ chat }: Member, publicKey: string): boolean {
  return chat.getSnapshot().members.some(({ key, online }) => key === publicKey && online);
}
