import type { Chat, ChatSnapshot } from "@kchat/chat-core";
import { patienceMs } from "./patience.js";

/** Waits until a chat shows something, and gives it; fails with what was waited for. */
export function until<T>(
  chat: Chat,
  what: string,
  look: (snapshot: ChatSnapshot) => T | undefined | false,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      stop();
      settle();
    };
    const check = () => {
      const seen = look(chat.getSnapshot());
      if (seen !== undefined && seen !== false) end(() => resolve(seen));
    };
    const late = () => reject(new Error(`${what} did not happen within ${patienceMs} ms`));
    const timer = setTimeout(() => end(late), patienceMs);
    const stop = chat.subscribe(check);
    check();
  });
}
