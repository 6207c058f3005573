import { ChatError } from "../errors.js";
import { directId, findConversation } from "../store/conversations.js";
import type { ConversationId } from "../store/snapshot.js";
import { assemble } from "./assemble.js";
import type { Chat, CloseOptions } from "./chat.js";
import { checkDelay } from "./environment.js";
import type { ChatOptions } from "./options.js";

/**
 * Makes a chat: a store of what is said in a space, and the ways to say something. Nothing happens on the network before
 * `start`.
 *
 * @throws ChatError `ERR_CHAT_OPTION`, `ERR_CHAT_CHANNEL`
 * @example
 * const chat = createChat({
 *   transport: natsTransport(connection),
 *   identity: { keyPair, name: "wally", jwt },
 *   space: { name: "KUBECON", accounts: ["A..."], channels: ["General"] },
 * });
 * chat.subscribe(() => render(chat.getSnapshot()));
 * await chat.start();
 * chat.post("General", "hello");
 */
export function createChat(options: ChatOptions): Chat {
  const { transport, clock = Date.now } = options;
  const { store, composer, outbox, names, session, capabilities } = assemble(options);
  let ended: Promise<void> | undefined;
  let isClosed = false;

  const stopWatching = transport.onStateChange((state, reason) => {
    store.dispatch({ type: "connection", state, since: clock(), reason });
    if (state === "connected") {
      store.dispatch({ type: "capabilities", capabilities: capabilities() });
      session.onConnected();
    }
    if (state === "closed") outbox.close();
  });

  async function end(how: CloseOptions): Promise<void> {
    isClosed = true;
    await session.close(how);
    names.close();
    stopWatching();
    store.dispatch({ type: "connection", state: "closed", since: clock() });
  }

  /** Makes a direct conversation with a known member, unless there is one. */
  function ensureConversation(id: ConversationId): void {
    if (findConversation(store.getSnapshot(), id)) return;
    const key = id.slice(1);
    const member = store.getSnapshot().members.find((other) => other.key === key);
    if (!member || id !== directId(key)) throw unknownConversation(id);
    const peer = { key, name: member.name, verified: member.nameVerified };
    store.dispatch({ type: "direct", peer });
  }

  function unlessClosed<A extends unknown[], R>(act: (...args: A) => R): (...args: A) => R {
    return (...args) => {
      if (isClosed || transport.state === "closed") {
        throw new ChatError("ERR_CHAT_STATE", "The chat is closed; make a new one to go on.");
      }
      return act(...args);
    };
  }

  const close = async (how: CloseOptions = {}): Promise<void> => {
    checkDelay("flushMs", how.flushMs);
    ended ??= end(how);
    return ended;
  };

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    start: ({ signal } = {}) => session.start(signal),
    post: unlessClosed(composer.post),
    dm: unlessClosed(composer.dm),
    retry: unlessClosed(composer.retry),
    discard: composer.discard,
    markRead(conversation) {
      if (!findConversation(store.getSnapshot(), conversation)) {
        throw unknownConversation(conversation);
      }
      store.dispatch({ type: "read", conversation });
    },
    open(conversation) {
      if (conversation !== undefined) ensureConversation(conversation);
      store.dispatch({ type: "opened", conversation });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function unknownConversation(id: string): ChatError {
  return new ChatError(
    "ERR_CHAT_CONVERSATION",
    `No conversation ${JSON.stringify(id.slice(0, 80))}; ids are in the snapshot's channels and directs, or @ and a member's key.`,
  );
}
