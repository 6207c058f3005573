import type { ChatSnapshot } from "@kchat/chat-core";
import type { Key, KeyName } from "../keys/key.js";
import { messagesOf, placeOf } from "../places/places.js";
import {
  type Draft,
  eraseBackward,
  eraseForward,
  eraseToEnd,
  eraseToStart,
  eraseWord,
  insert,
  move,
} from "./draft.js";
import type { Step } from "./effect.js";
import { selectAt, selectBeside, selectUnread } from "./select.js";
import { draftOf, type UiState, withDraft } from "./state.js";
import { submit } from "./submit.js";

/** What the meaning of a key depends on beside the state of the screen. */
export interface KeyContext {
  readonly snapshot: ChatSnapshot;
  /** How many messages the last frame showed: what Page Up goes back by. */
  readonly page: number;
}

/**
 * What a key does: the next state of the screen, and what to ask of the chat.
 *
 * @example
 * ```ts
 * const { ui, effects } = reduceKey(initialUi, { kind: "text", text: "hi" }, { snapshot, page: 10 });
 * ```
 */
export function reduceKey(ui: UiState, key: Key, context: KeyContext): Step<UiState> {
  const { snapshot } = context;
  if (key.kind === "ctrl" && key.letter === "c") return leave(ui);
  if (ui.leaving) return stay(ui);
  if (ui.showsHelp && key.kind === "named") return stay({ ...ui, showsHelp: false });
  switch (key.kind) {
    case "text":
    case "paste":
      return edit({ ...ui, notice: undefined, showsHelp: false }, (draft) =>
        insert(draft, key.text),
      );
    case "named":
      return reduceNamed(ui, key.name, key.modified, context);
    case "ctrl":
      return reduceCtrl(ui, key.letter, snapshot);
    case "alt":
      return reduceAlt(ui, key.character, snapshot);
  }
}

function reduceNamed(
  ui: UiState,
  name: KeyName,
  modified: boolean,
  context: KeyContext,
): Step<UiState> {
  const { snapshot, page } = context;
  switch (name) {
    case "enter":
      return modified ? edit(ui, (draft) => insert(draft, "\n")) : submit(ui, snapshot);
    case "newline":
      return edit(ui, (draft) => insert(draft, "\n"));
    case "tab":
      return selectBeside(ui, 1, snapshot);
    case "backtab":
      return selectBeside(ui, -1, snapshot);
    case "up":
      return modified ? scroll(ui, -1, context) : selectBeside(ui, -1, snapshot);
    case "down":
      return modified ? scroll(ui, 1, context) : selectBeside(ui, 1, snapshot);
    case "pageup":
      return scroll(ui, -Math.max(1, page - 1), context);
    case "pagedown":
      return scroll(ui, Math.max(1, page - 1), context);
    case "left":
      return edit(ui, (draft) => move(draft, modified ? "word-left" : "left"));
    case "right":
      return edit(ui, (draft) => move(draft, modified ? "word-right" : "right"));
    case "home":
      return edit(ui, (draft) => move(draft, "start"));
    case "end":
      return draftOf(ui).text === ""
        ? stay({ ...ui, anchor: undefined })
        : edit(ui, (draft) => move(draft, "end"));
    case "backspace":
      return edit(ui, modified ? eraseWord : eraseBackward);
    case "delete":
      return edit(ui, eraseForward);
    case "escape":
      return stay({ ...ui, notice: undefined, anchor: undefined });
  }
}

function reduceCtrl(ui: UiState, letter: string, snapshot: ChatSnapshot): Step<UiState> {
  switch (letter) {
    case "a":
      return edit(ui, (draft) => move(draft, "start"));
    case "e":
      return edit(ui, (draft) => move(draft, "end"));
    case "k":
      return edit(ui, eraseToEnd);
    case "u":
      return edit(ui, eraseToStart);
    case "w":
      return edit(ui, eraseWord);
    case "n":
      return selectUnread(ui, snapshot);
    case "l":
      return { ui, effects: [{ kind: "redraw" }] };
    case "d":
      return draftOf(ui).text === "" ? leave(ui) : edit(ui, eraseForward);
    default:
      return stay(ui);
  }
}

function reduceAlt(ui: UiState, character: string, snapshot: ChatSnapshot): Step<UiState> {
  if (/^[1-9]$/.test(character)) return selectAt(ui, Number(character) - 1, snapshot);
  switch (character) {
    case "a":
      return selectUnread(ui, snapshot);
    case "b":
      return edit(ui, (draft) => move(draft, "word-left"));
    case "f":
      return edit(ui, (draft) => move(draft, "word-right"));
    default:
      return stay(ui);
  }
}

/** Moves the last message shown: up to where the oldest is at the top, down to the newest, which is followed again. */
function scroll(ui: UiState, by: number, { snapshot, page }: KeyContext): Step<UiState> {
  const messages = messagesOf(placeOf(snapshot, ui.selected));
  const newest = messages.length - 1;
  const anchored = messages.findIndex(({ id }) => id === ui.anchor);
  const next = Math.max((anchored === -1 ? newest : anchored) + by, Math.max(0, page - 1));
  return stay({ ...ui, anchor: next >= newest ? undefined : messages[next]?.id });
}

function edit(ui: UiState, change: (draft: Draft) => Draft): Step<UiState> {
  return stay(withDraft(ui, change(draftOf(ui))));
}

function leave(ui: UiState): Step<UiState> {
  return { ui: { ...ui, leaving: true }, effects: [{ kind: "quit" }] };
}

function stay(ui: UiState): Step<UiState> {
  return { ui, effects: [] };
}
