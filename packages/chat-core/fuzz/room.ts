import { type Chat, createChat, type Transport, TransportError } from "../src/index.js";
import { breakText } from "./hostile.js";
import type { Random } from "./random.js";
import { jwtOf, knownKey, senders } from "./senders.js";

/** Small, so that an input can reach every one of them. */
export const limits = {
  messages: 20,
  channels: 8,
  directs: 8,
  members: 16,
  seen: 200,
  senderPerSecond: 100,
  senderBurst: 100,
};

/** A chat whose peer is the fuzzer. */
export interface FuzzedRoom {
  readonly chat: Chat;
  readonly me: string;
  now(): number;
  /** Delivers bytes on a subject, in this very turn. */
  deliver(subject: string, data: Uint8Array): void;
}

/** Starts a chat over a transport on which nobody is but the fuzzer, which also answers requests. */
export async function openRoom(random: Random): Promise<FuzzedRoom> {
  const account = knownKey("account", "account");
  const keyPair = knownKey("user", "me");
  const me = keyPair.getPublicKey();
  const handlers: ((subject: string, data: Uint8Array) => void)[] = [];
  let now = 1_795_217_900_000;

  const transport: Transport = {
    state: "connected",
    maxPayloadBytes: 1_048_576,
    onStateChange: () => () => undefined,
    send: async () => undefined,
    subscribe(subject, onMessage) {
      const prefix = subject.replace(/[*>]$/, "");
      handlers.push((to, data) => {
        if (!to.startsWith(prefix)) return;
        onMessage({ subject: to, data, respond: () => undefined });
      });
      return { unsubscribe: () => undefined };
    },
    async request(subject) {
      const asked = senders.find((sender) => subject.endsWith(sender.getPublicKey()));
      if (!asked) throw new TransportError("ERR_TRANSPORT_NO_RESPONDERS", "Nobody is there.");
      const jwt = jwtOf(asked, account);
      return new TextEncoder().encode(random.int(2) === 0 ? jwt : breakText(jwt, random));
    },
    close: async () => undefined,
  };
  const chat = createChat({
    transport,
    identity: { keyPair, name: "me" },
    space: { name: "KUBECON", accounts: [account.getPublicKey()] },
    clock: () => now,
    random: (length) => random.bytes(length),
    timers: { after: () => () => undefined },
    limits,
  });
  await chat.start();
  return {
    chat,
    me,
    now: () => now,
    deliver(subject, data) {
      now += 20;
      for (const handle of handlers) handle(subject, data);
    },
  };
}
