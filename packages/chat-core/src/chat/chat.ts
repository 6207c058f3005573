import type { ChatSnapshot, ConversationId } from "../store/snapshot.js";

/** A running chat: a store that views subscribe to, and the things a person can do. */
export interface Chat extends AsyncDisposable {
  /**
   * Calls the listener after each change. Returns the function that ends it. Made for `useSyncExternalStore` and alike:
   * neither this nor `getSnapshot` needs a `this`.
   */
  readonly subscribe: (listener: () => void) => () => void;
  /** The chat at this moment: the same object until something changes. */
  readonly getSnapshot: () => ChatSnapshot;
  /**
   * Subscribes, says hello in presence and resolves once the server has confirmed both. Works while the transport is
   * reconnecting: it resolves after the reconnect then.
   *
   * @throws ChatError `ERR_CHAT_STATE` when closed or started twice, `ERR_CHAT_REFUSED` when the server refuses a
   * subscription without which there is no chat; the signal's reason when aborted.
   */
  start(options?: { signal?: AbortSignal | undefined }): Promise<void>;
  /**
   * Posts a text into a channel and returns the message's id at once; the message goes through `queued`, `sending` and
   * `sent` or `failed` in the snapshot. A channel that isn't in the snapshot yet is added.
   *
   * @throws ChatError `ERR_CHAT_CHANNEL`, `ERR_CHAT_TEXT`, `ERR_CHAT_OUTBOX_FULL`, `ERR_CHAT_STATE`
   */
  post(channel: string, text: string): string;
  /**
   * Sends a direct message and returns its id at once, as `post` does.
   *
   * @throws ChatError `ERR_CHAT_MEMBER_KEY`, `ERR_CHAT_TEXT`, `ERR_CHAT_OUTBOX_FULL`, `ERR_CHAT_STATE`
   */
  dm(peerKey: string, text: string): string;
  /**
   * Queues a failed message again and returns its id: the same signed bytes, so that it can't appear twice. One that
   * `expired` is signed anew, and has a new id.
   *
   * @throws ChatError `ERR_CHAT_NOT_FAILED`, `ERR_CHAT_STATE`
   */
  retry(messageId: string): string;
  /**
   * Removes a failed message.
   *
   * @throws ChatError `ERR_CHAT_NOT_FAILED`
   */
  discard(messageId: string): void;
  /**
   * Sets a conversation's unread count to zero.
   *
   * @throws ChatError `ERR_CHAT_CONVERSATION`
   */
  markRead(conversation: ConversationId): void;
  /**
   * Selects a conversation and marks it read; `undefined` selects none. A direct conversation with a member is made when
   * it doesn't exist yet.
   *
   * @throws ChatError `ERR_CHAT_CONVERSATION`
   */
  open(conversation: ConversationId | undefined): void;
  /**
   * Waits until what is queued is sent or failed, at most `flushMs`, says goodbye and unsubscribes. What is still queued
   * then is `failed` with reason `closed`. Safe to call twice. The transport stays open.
   *
   * @throws ChatError `ERR_CHAT_OPTION` when `flushMs` is no delay that a timer can keep; the chat goes on then.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** Options of {@link Chat.close}. */
export interface CloseOptions {
  /**
   * How long to wait for the outbox and the goodbye, in milliseconds: 0 to 2147483647.
   *
   * @default 2000
   */
  flushMs?: number | undefined;
  /** Aborting ends the waiting at once; the goodbye is sent all the same, but nobody checks that it arrives. */
  signal?: AbortSignal | undefined;
}
