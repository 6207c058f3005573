import type { ConversationId } from "@kchat/chat-core";
import { type Draft, emptyDraft } from "./draft.js";

/** What the screen remembers beside the chat itself. It is data: the same state and snapshot give the same frame. */
export interface UiState {
  readonly selected: ConversationId | undefined;
  /** What is being written, by conversation: switching keeps it. */
  readonly drafts: Readonly<Partial<Record<ConversationId, Draft>>>;
  /** The last message to show; `undefined` follows the newest. */
  readonly anchor: string | undefined;
  /** The first message that was unread when the conversation was selected: a line stands above it. */
  readonly firstUnread: string | undefined;
  /** One line for the person about what they just did. */
  readonly notice: string | undefined;
  /** What the person should know for as long as it is so, in a sentence each. */
  readonly warnings: readonly string[];
  readonly showsHelp: boolean;
  /** Whether the person asked to leave. */
  readonly leaving: boolean;
}

/** The state before the first key. */
export const initialUi: UiState = {
  selected: undefined,
  drafts: {},
  anchor: undefined,
  firstUnread: undefined,
  notice: undefined,
  warnings: [],
  showsHelp: false,
  leaving: false,
};

/** What is being written in the selected conversation. */
export function draftOf(ui: UiState): Draft {
  return (ui.selected && ui.drafts[ui.selected]) ?? emptyDraft;
}

/** The state with another draft in the selected conversation. */
export function withDraft(ui: UiState, draft: Draft): UiState {
  if (ui.selected === undefined) return ui;
  return { ...ui, drafts: { ...ui.drafts, [ui.selected]: draft } };
}
