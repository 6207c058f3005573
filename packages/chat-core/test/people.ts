import { createAccount, createUser, encodeClaims, type KeyPair } from "@kchat/auth";
import { type Chat, type ChatOptions, createChat } from "../src/index.js";
import type { Transport } from "../src/transport/transport.js";

/** A space of its own, with an account that vouches for names. */
export function testSpace(name = "KUBECON") {
  const account = createAccount();
  const space = { name, accounts: [account.getPublicKey()], channels: ["General", "NATS"] };

  /** A person with a key, and a user JWT of the account (or of another issuer). */
  function person(personName: string, issuer: KeyPair = account) {
    const keyPair = createUser();
    const claims = { sub: keyPair.getPublicKey(), name: personName, nats: {} };
    return { keyPair, name: personName, jwt: encodeClaims("user", claims, issuer) };
  }

  /** The chat of a person. */
  function chat(
    transport: Transport,
    identity: ChatOptions["identity"],
    options: Partial<ChatOptions> = {},
  ): Chat {
    return createChat({ transport, identity, space, ...options });
  }
  return { account, space, person, chat };
}

/** Resolves once the condition holds for the chat; rejects with what it last was. */
export async function seen<T>(
  chat: Pick<Chat, "getSnapshot" | "subscribe">,
  find: (snapshot: ReturnType<Chat["getSnapshot"]>) => T | undefined | false,
  timeoutMs = 8_000,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const found = find(chat.getSnapshot());
      if (found === undefined || found === false) return;
      clearTimeout(timer);
      unsubscribe();
      resolve(found);
    };
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(`not seen: ${find}; it was ${JSON.stringify(chat.getSnapshot(), null, 1)}`));
    }, timeoutMs);
    const unsubscribe = chat.subscribe(check);
    check();
  });
}
