export type { Chat, CloseOptions } from "./chat/chat.js";
export type { Clock, RandomSource, Timers } from "./chat/environment.js";
export type {
  ChatLimits,
  ChatOptions,
  Identity,
  SigningKeyPair,
  Space,
} from "./chat/options.js";
export { ChatError, type ChatErrorCode } from "./errors.js";
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
