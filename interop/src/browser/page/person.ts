import { parseCreds } from "@kchat/auth";
import { type Chat, type ChatSnapshot, type ConnectionState, createChat } from "@kchat/chat-core";
import { natsTransport } from "@kchat/chat-core/nats";
import { drain, type TrackedConnection, track } from "@kchat/drain";
import { type Credentials, requestCredentials } from "@kchat/provisioner/client";
import { connectAs } from "./connect.js";
import { patienceMs, patiently } from "./patience.js";
import { note } from "./transcript.js";
import { until } from "./until.js";

/** What an application ships, and what its person types in. */
export interface JoinOptions {
  readonly servers: string;
  /** Creds of the user who may ask for credentials, and do nothing else. */
  readonly requesterCreds: string;
  readonly account: string;
  readonly issuer: string;
  readonly space: string;
  readonly name: string;
  /** Whether the page says goodbye when it is left. */
  readonly onPageHide: "goodbye" | "nothing";
}

let here: { chat: Chat; credentials: Credentials; connection: TrackedConnection } | undefined;

/** A person's whole way in: a key, credentials for it, a connection, a chat. */
export async function join(options: JoinOptions) {
  const { servers, account, issuer, space, name, onPageHide } = options;
  const credentials = await askFor(options);
  note(`${name} was given credentials for ${credentials.publicKey}`);
  const connection = track(await connectAs(servers, credentials));
  const chat = createChat({
    transport: natsTransport(connection),
    identity: credentials,
    space: { name: space, accounts: [account, issuer], channels: ["General"] },
  });
  await chat.start();
  note(`${name} is in the chat`);
  if (onPageHide === "goodbye") {
    // Nothing that takes time is done after this event, so nothing is waited for.
    addEventListener("pagehide", () => void chat.close({ signal: AbortSignal.abort() }));
  }
  here = { chat, credentials, connection };
  return { publicKey: credentials.publicKey, jwt: credentials.jwt };
}

async function askFor(options: JoinOptions): Promise<Credentials> {
  const { servers, requesterCreds, account, issuer, name } = options;
  const connection = await connectAs(servers, parseCreds(requesterCreds));
  try {
    const trust = { account, issuers: [issuer] };
    return await requestCredentials({ connection, name, trust, timeoutMs: patienceMs });
  } finally {
    await connection.close();
  }
}

/** Waits until a member is online under a verified name, and gives the name. */
export async function sees(publicKey: string): Promise<string> {
  const { name } = await until(inside().chat, "seeing the member", ({ members }) =>
    members.find(({ key, online, nameVerified }) => key === publicKey && online && nameVerified),
  );
  note(`${name} is online, under a verified name`);
  return name;
}

export async function post(text: string): Promise<void> {
  const { chat } = inside();
  await confirmed(chat, chat.post("General", text));
  note(`posted: ${text}`);
}

/** Posts without waiting for the server; tells how the connection was then. */
export function write(text: string): ConnectionState {
  const { chat } = inside();
  chat.post("General", text);
  note(`wrote: ${text}`);
  return chat.getSnapshot().connection.state;
}

export async function dm({ to, text }: { to: string; text: string }): Promise<void> {
  const { chat } = inside();
  await confirmed(chat, chat.dm(to, text));
  note(`sent directly: ${text}`);
}

/** Waits until the chat has noticed that its connection is gone, or is back. */
export async function notices(state: ConnectionState): Promise<void> {
  await until(inside().chat, state, ({ connection }) => connection.state === state);
  note(`the connection is ${state}`);
}

/** The control: publishes as an application would that knows nothing of connections. */
export function publishPlainly({ subject, text }: { subject: string; text: string }): void {
  inside().connection.publish(subject, text);
  note(`published plainly: ${text}`);
}

/** Waits for a message that somebody else wrote, wherever it comes, and gives the conversation's id. */
export async function hears(text: string): Promise<string> {
  const { chat } = inside();
  const { id, from } = await until(chat, `"${text}"`, (snapshot) => {
    for (const { id, messages } of conversations(snapshot)) {
      const message = messages.find((other) => !other.own && other.text === text);
      if (message) return { id, from: message.from };
    }
    return undefined;
  });
  note(`${from.name} in ${id}: ${text}`);
  return id;
}

/** Tries to listen to a subject; gives what the server says to it, or nothing when it allows it. */
export async function eavesdrop(subject: string): Promise<string | undefined> {
  const { connection } = inside();
  let refusal: string | undefined;
  const subscription = connection.subscribe(subject, {
    callback(error) {
      refusal ??= error?.message;
    },
  });
  // The server's error travels ahead of the pong, but reaches the callback a turn later.
  await connection.flush();
  await new Promise((resolve) => setTimeout(resolve, 50));
  subscription.unsubscribe();
  note(refusal ?? `the server allows listening to ${subject}`);
  return refusal;
}

/** Leaves as an application does whose person signs out. */
export async function leave() {
  const { chat, connection } = inside();
  await chat.close();
  const { exitCode, unflushed } = await drain(connection, patiently);
  note("said goodbye and drained the connection");
  return { exitCode, unflushed };
}

/** The one secret of this page; asked for by the debugger, after all connections are closed. */
export function seed(): string {
  return new TextDecoder().decode(inside().credentials.keyPair.getSeed());
}

function inside() {
  if (here === undefined) throw new Error("join comes first");
  return here;
}

const conversations = ({ channels, directs }: ChatSnapshot) => [...channels, ...directs];

function confirmed(chat: Chat, id: string) {
  return until(chat, "the server's confirmation", (snapshot) =>
    conversations(snapshot).some(({ messages }) =>
      messages.some((message) => message.id === id && message.state === "sent"),
    ),
  );
}
