export type { Chat, CloseOptions } from "./chat/chat.js";
export { createChat } from "./chat/create-chat.js";
export type { Clock, RandomSource, Timers } from "./chat/environment.js";
export type {
  ChatLimits,
  ChatOptions,
  Identity,
  SigningKeyPair,
  Space,
} from "./chat/options.js";
export { ChatError, type ChatErrorCode } from "./errors.js";
export { parseChannelName } from "./space/channel-name.js";
export { inboxPrefix, type MemberPermissions, memberPermissions } from "./space/permissions.js";
export { type SpaceSubjects, spaceSubjects } from "./space/subjects.js";
export type {
  Author,
  Capabilities,
  ChannelId,
  ChannelView,
  ChatSnapshot,
  ConnectionState,
  ConnectionView,
  ConversationId,
  ConversationView,
  DirectId,
  DirectView,
  Me,
  MemberStatus,
  MemberView,
  Message,
  MessageBase,
  MessageState,
  RefusalReason,
  SendFailure,
  SendFailureReason,
} from "./store/snapshot.js";
export { displayName, displayText } from "./text/display.js";
export type { JsonObject, TokenClaims, TokenKind } from "./token/claims.js";
export type { ParsedToken, TokenFlaw } from "./token/parse.js";
export { decodeChatToken, TokenError } from "./token/verify.js";
export {
  type RequestOptions,
  type SendOptions,
  type SubscribeOptions,
  type Transport,
  TransportError,
  type TransportErrorCode,
  type TransportMessage,
  type TransportSubscription,
} from "./transport/transport.js";
