import type { ChatSnapshot } from "../src/index.js";
import { limits } from "./room.js";

/** Control and format characters, but for what a text needs: none of these may reach a terminal. */
const unshowable = /[^\P{C}\n\t\u200c\u200d]/u;
const unshowableInName = /\p{C}|[\u2028\u2029]/u;

/** What is wrong with a snapshot; undefined when nothing is. */
export function flawOf(snapshot: ChatSnapshot): string | undefined {
  const { channels, directs, members } = snapshot;
  if (channels.length > limits.channels) return `${channels.length} channels`;
  if (directs.length > limits.directs) return `${directs.length} direct conversations`;
  if (members.length > limits.members) return `${members.length} members`;
  for (const member of members) {
    if (unshowableInName.test(member.name)) return `the name ${JSON.stringify(member.name)}`;
    const { statusText } = member;
    if (statusText && unshowableInName.test(statusText)) return `the status text ${statusText}`;
    if (member.nameVerified && member.name !== "alice") return `${member.name} as verified`;
  }
  for (const conversation of [...channels, ...directs]) {
    const { messages, unread } = conversation;
    if (messages.length > limits.messages) return `${messages.length} messages`;
    if (!Number.isSafeInteger(unread) || unread < 0) return `an unread count of ${unread}`;
    for (const [index, message] of messages.entries()) {
      if (unshowable.test(message.text)) return `the text ${JSON.stringify(message.text)}`;
      const before = messages[index - 1];
      if (before && before.ts > message.ts) return "messages out of order";
    }
  }
  return undefined;
}
