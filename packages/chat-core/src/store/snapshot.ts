/**
 * What a view of the chat sees. A snapshot is immutable, and what didn't change keeps its identity from one snapshot to
 * the next: a view may compare `channels[i]` or `messages` by reference. Every text and name in it has passed
 * `displayText` or `displayName`: nothing a peer sent can reach a terminal or a page as a control sequence.
 */

/** The id of a channel's conversation: `#` and the channel's name. */
export type ChannelId = `#${string}`;

/** The id of a direct conversation: `@` and the peer's public user key. */
export type DirectId = `@${string}`;

/** What `markRead` and `open` take. */
export type ConversationId = ChannelId | DirectId;

/** The whole chat at one moment. */
export interface ChatSnapshot {
  readonly me: Me;
  /** The space's name, one subject token such as `KUBECON`. */
  readonly space: string;
  readonly connection: ConnectionView;
  /** In the order in which the channels were configured, then by the order of discovery. */
  readonly channels: readonly ChannelView[];
  /** Latest activity first. */
  readonly directs: readonly DirectView[];
  /** Online first, then by name, then by key, so that every client shows the same order. */
  readonly members: readonly MemberView[];
  /** The conversation that is open, if one is; what arrives there counts as read. */
  readonly selected: ConversationId | undefined;
  /** How many tokens of peers were refused since the start, by reason. */
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>;
  readonly capabilities: Capabilities;
}

/** The person who uses this client. */
export interface Me {
  /** The public user key, `U...`. */
  readonly key: string;
  readonly name: string;
}

/** The state of the connection below the chat. */
export type ConnectionState = "connected" | "reconnecting" | "closed";

/** The connection as a view shows it. */
export interface ConnectionView {
  readonly state: ConnectionState;
  /** When this state began, in milliseconds since the epoch. */
  readonly since: number;
  /** Why it isn't connected, where the transport knows. */
  readonly reason?: string | undefined;
}

/** What every conversation has. */
export interface ConversationView {
  /** How many messages of others arrived since the conversation was last read. */
  readonly unread: number;
  /** Oldest first; a window, not the whole history (`capabilities.maxMessages`). */
  readonly messages: readonly Message[];
  /** How many older messages left the window. */
  readonly dropped: number;
}

/** A channel, open to every member. */
export interface ChannelView extends ConversationView {
  readonly id: ChannelId;
  readonly name: string;
}

/** A conversation between two members. */
export interface DirectView extends ConversationView {
  readonly id: DirectId;
  readonly peer: Author;
}

/** Who a message or a conversation is from. */
export interface Author {
  /** The public user key, `U...`: the only thing that identifies somebody. */
  readonly key: string;
  /** The name that the token claims, or the verified one. Empty when nothing is known yet. */
  readonly name: string;
  /** Whether a user JWT issued by a trusted key of the space carries exactly this name for this key. */
  readonly verified: boolean;
}

/** How far an own message got. A message of somebody else is `sent`. */
export type MessageState = "queued" | "sending" | "sent" | "failed";

/** A post or a direct message. */
export type Message = MessageBase &
  (
    | { readonly state: "queued" | "sending" | "sent"; readonly failure?: undefined }
    | { readonly state: "failed"; readonly failure: SendFailure }
  );

/** What every message has, whatever its state. */
export interface MessageBase {
  /** The hash of the signed bytes: the same on every client, and nobody can choose it. */
  readonly id: string;
  readonly from: Author;
  readonly text: string;
  /** The sender's clock, in milliseconds since the epoch. */
  readonly ts: number;
  /** Whether it was sent with this client's key. */
  readonly own: boolean;
  /** Whether the token names neither its space nor its recipient, as those of the Go client don't: it could be a replay. */
  readonly unbound: boolean;
}

/** Why a message wasn't sent, and whether `retry` can help. */
export interface SendFailure {
  readonly reason: SendFailureReason;
  readonly retryable: boolean;
}

/**
 * - `disconnected`: the connection went away before the server confirmed the message, and the retries are used up
 * - `timeout`: the server didn't confirm in time, and the retries are used up
 * - `permission`: the server refuses this subject to this user
 * - `too-large`: above the payload limit that the server announced
 * - `expired`: it waited so long that the others would take it for a replay; `retry` signs it anew
 * - `closed`: the chat was closed first
 */
export type SendFailureReason =
  | "disconnected"
  | "timeout"
  | "permission"
  | "too-large"
  | "expired"
  | "closed";

/** A member of the space, as far as this client knows. */
export interface MemberView {
  /** The public user key, `U...`. */
  readonly key: string;
  readonly name: string;
  readonly nameVerified: boolean;
  /** Whether a heartbeat is still valid. */
  readonly online: boolean;
  /** What the member says of itself while online. */
  readonly status: MemberStatus;
  /** A short text of the member's own beside the status. */
  readonly statusText?: string | undefined;
  /** When a token of the member was last admitted, in milliseconds since the epoch of this client's clock. */
  readonly lastSeenAt: number;
  readonly isMe: boolean;
}

/** `offline` after a goodbye or an expired heartbeat. */
export type MemberStatus = "online" | "away" | "busy" | "offline";

/** What this chat can and can't do: the connection's and the space's limits. */
export interface Capabilities {
  /** The longest text of one message, in bytes of UTF-8 when it needs no escapes. */
  readonly maxTextBytes: number;
  /** How many messages of one conversation are kept in memory. */
  readonly maxMessages: number;
  /** `none`: what was said before this client joined can't be read. */
  readonly history: "none" | "stream";
}

/**
 * Why a token of a peer wasn't admitted, in the order in which the checks run.
 *
 * - `size`: larger than any token, or any presence, may be
 * - `shape`: not a token, or a claim has the wrong type; `text`: a post or DM without a string in `nats.msg`
 * - `signature`: not signed by the key in `iss`; `issuer`: `iss` is not a canonical user key
 * - `expired`: out of time by more than the allowed clock skew; `undated`: its time says nothing (a presence without expiry)
 * - `subject`: subject, `sub`, `s`, `to` and the key in the subject disagree
 * - `seen`: admitted before; `rate`: its sender is over the rate; `capacity`: a table that peers can fill is full
 */
export type RefusalReason =
  | "size"
  | "shape"
  | "text"
  | "issuer"
  | "signature"
  | "expired"
  | "undated"
  | "subject"
  | "seen"
  | "rate"
  | "capacity";
