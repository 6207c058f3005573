/**
 * - `ERR_CHAT_OPTION`: an option of `createChat`, `close` or `memberPermissions` is wrong; nothing was started or ended
 * - `ERR_CHAT_CHANNEL`: a channel name that can't be one subject token
 * - `ERR_CHAT_MEMBER_KEY`: not a public user key
 * - `ERR_CHAT_CONVERSATION`: no conversation has this id
 * - `ERR_CHAT_TEXT`: an empty text, or one that doesn't fit into a token
 * - `ERR_CHAT_OUTBOX_FULL`: too many messages wait to be sent
 * - `ERR_CHAT_NOT_FAILED`: only a message that failed can be retried or discarded
 * - `ERR_CHAT_STATE`: not started yet, or closed
 * - `ERR_CHAT_REFUSED`: the server refuses a subscription that the chat can't do without
 * - `ERR_CHAT_TOKEN`: not a chat token, or its signature is wrong
 */
export type ChatErrorCode =
  | "ERR_CHAT_OPTION"
  | "ERR_CHAT_CHANNEL"
  | "ERR_CHAT_MEMBER_KEY"
  | "ERR_CHAT_CONVERSATION"
  | "ERR_CHAT_TEXT"
  | "ERR_CHAT_OUTBOX_FULL"
  | "ERR_CHAT_NOT_FAILED"
  | "ERR_CHAT_STATE"
  | "ERR_CHAT_REFUSED"
  | "ERR_CHAT_TOKEN";

const brand = Symbol.for("@kchat/chat-core.ChatError");

/** What every call of this package throws when the caller can do something about it. */
export class ChatError extends Error {
  readonly [brand] = true;
  // Not the class's own name, which minifiers change.
  override readonly name: string = "ChatError";

  constructor(
    /** A stable code, see {@link ChatErrorCode}. */
    readonly code: ChatErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether the value is a `ChatError`, also one of another copy of this package. */
  static isInstance(value: unknown): value is ChatError {
    return typeof value === "object" && value !== null && brand in value;
  }
}
