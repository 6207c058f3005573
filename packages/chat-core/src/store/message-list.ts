import { lastIndexWhere, mapped, spliced } from "./list.js";
import type { ConversationView, Message } from "./snapshot.js";

/** Puts a message where (`ts`, id) says, within a window of `limit`; the same object when it is already there as it is. */
export function insertMessage<C extends ConversationView>(
  conversation: C,
  message: Message,
  limit: number,
): C {
  const { messages } = conversation;
  const index = position(messages, message);
  if (messages[index]?.id === message.id) return conversation;
  const next = spliced(messages, index, 0, message);
  return { ...conversation, ...trim(next, conversation.dropped, limit) };
}

/** Replaces the message with this id by what `change` makes of it, from the newest on. */
export function updateMessage<C extends ConversationView>(
  conversation: C,
  id: string,
  change: (message: Message) => Message | undefined,
): C {
  const index = lastIndexWhere(conversation.messages, (message) => message.id === id);
  const old = conversation.messages[index];
  if (!old) return conversation;
  const changed = change(old);
  if (changed === old) return conversation;
  const messages = spliced(conversation.messages, index, 1, ...(changed ? [changed] : []));
  return { ...conversation, messages };
}

/** Replaces all messages that `change` changes; the same object when it changes none. */
export function mapMessages<C extends ConversationView>(
  conversation: C,
  change: (message: Message) => Message,
): C {
  const messages = mapped(conversation.messages, change);
  return messages === conversation.messages ? conversation : { ...conversation, messages };
}

/** The first index whose message isn't before this one. New messages are mostly the newest, so it looks from the end. */
function position(messages: readonly Message[], message: Message): number {
  let index = messages.length;
  for (let before = messages[index - 1]; before && !isBefore(before, message); ) {
    index -= 1;
    before = messages[index - 1];
  }
  return index;
}

function isBefore(a: Message, b: Message): boolean {
  return a.ts === b.ts ? a.id < b.id : a.ts < b.ts;
}

/** Drops the oldest, but never an own message whose fate is open: it would be lost without a word. */
function trim(messages: Message[], dropped: number, limit: number) {
  if (messages.length <= limit) return { messages, dropped };
  const oldest = messages.findIndex((message) => message.state === "sent");
  if (oldest < 0) return { messages, dropped };
  return { messages: spliced(messages, oldest, 1), dropped: dropped + 1 };
}
