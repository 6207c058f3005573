import type { ConversationId } from "@kchat/chat-core";

/** What a key asks of the world beyond the screen. */
export type Effect =
  | { readonly kind: "post"; readonly channel: string; readonly text: string }
  | { readonly kind: "dm"; readonly peer: string; readonly text: string }
  | { readonly kind: "open"; readonly conversation: ConversationId }
  | { readonly kind: "retry" | "discard"; readonly message: string }
  | { readonly kind: "redraw" }
  /** The first one leaves properly; a second one doesn't wait. */
  | { readonly kind: "quit" };

/** A state and what is to be done about it. */
export interface Step<State> {
  readonly ui: State;
  readonly effects: readonly Effect[];
}
