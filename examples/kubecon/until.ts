import type { Chat, ChatSnapshot } from "@kchat/chat-core";

/** Waits until a chat's snapshot shows something, and gives it; fails with what was waited for. */
export function until<T>(
  chat: Chat,
  what: string,
  look: (snapshot: ChatSnapshot) => T | undefined | false,
  timeoutMs = 5_000,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(`${what} did not happen within ${timeoutMs} ms`));
    }, timeoutMs);
    const check = () => {
      const seen = look(chat.getSnapshot());
      if (seen === undefined || seen === false) return;
      clearTimeout(timer);
      unsubscribe();
      resolve(seen);
    };
    const unsubscribe = chat.subscribe(check);
    check();
  });
}
