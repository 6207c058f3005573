import type { Transport } from "../transport/transport.js";
import type { Clock, RandomSource, Timers } from "./environment.js";

/** Options of `createChat`. */
export interface ChatOptions {
  /** `natsTransport(connection)` of `/nats`, `memoryNetwork().connect()` of `/memory`, or one of your own. */
  transport: Transport;
  identity: Identity;
  space: Space;
  /** Milliseconds since the epoch. @default Date.now */
  clock?: Clock | undefined;
  /** @default crypto.getRandomValues */
  random?: RandomSource | undefined;
  /** @default setTimeout and clearTimeout */
  timers?: Timers | undefined;
  limits?: Partial<ChatLimits> | undefined;
}

/** Who this client speaks for. */
export interface Identity {
  /** The user's key pair, of `@kchat/auth` or `nkeys.js`. It signs every token; the chat never asks for its seed. */
  keyPair: SigningKeyPair;
  /** The name to show to others. */
  name: string;
  /**
   * The user JWT that the space's account issued. Peers ask for it to verify the name; without it the name stays unverified.
   * It is read each time, so a getter can give a renewed one: `get jwt() { return renewal.jwt; }`.
   *
   * @default none
   */
  jwt?: string | undefined;
}

/** The part of a key pair that the chat uses. */
export interface SigningKeyPair {
  getPublicKey(): string;
  sign(data: Uint8Array): Uint8Array;
}

/** One chat: one subject token, one account, one set of trusted keys. */
export interface Space {
  /** One subject token, such as `KUBECON`. */
  name: string;
  /**
   * The public keys that may issue this space's members: the account's key and its signing keys, `A...`. Pinned by the caller;
   * nothing that the network says adds to them. With none, no name is ever verified.
   */
  accounts: readonly string[];
  /**
   * The channels to show from the start. Others appear when somebody posts there, up to `limits.channels`.
   *
   * @default ["General"]
   */
  channels?: readonly string[] | undefined;
}

/** Bounds on what peers can make this client keep or do. */
export interface ChatLimits {
  /** Messages kept per conversation. @default 500 */
  messages: number;
  /** Channels, the configured ones included. @default 200 */
  channels: number;
  /** Direct conversations; beyond it the one that was quiet longest goes. @default 200 */
  directs: number;
  /** Members known; beyond it unverified ones go first, then those offline longest. @default 5000 */
  members: number;
  /** Own messages that wait to be sent. @default 1000 */
  outbox: number;
  /** Tokens of one sender admitted per second, on average. @default 20 */
  senderPerSecond: number;
  /** Tokens of one sender admitted at once. @default 60 */
  senderBurst: number;
  /** How old a live message may be, in milliseconds. Its id is remembered as long, so that a replay is refused. @default 3600000 */
  seenHorizonMs: number;
  /** How many ids are remembered. @default 100000 */
  seen: number;
  /** Presence messages per second that the whole space may cause. @default 10 */
  presencePerSecond: number;
}
