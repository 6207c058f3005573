import type { ChatSnapshot, ConversationId } from "@kchat/chat-core";
import { messagesOf, type Place, placeOf, placesOf, unreadOf } from "../places/places.js";
import type { Step } from "./effect.js";
import type { UiState } from "./state.js";

/** Selects a conversation, follows its newest message and remembers where the unread ones begin. */
export function select(ui: UiState, id: ConversationId, snapshot: ChatSnapshot): Step<UiState> {
  const place = placeOf(snapshot, id);
  return {
    ui: {
      ...ui,
      selected: id,
      anchor: undefined,
      firstUnread: place && firstUnreadOf(place),
      notice: undefined,
      showsHelp: false,
    },
    effects: [{ kind: "open", conversation: id }],
  };
}

/** Selects the place so many below (or above) the selected one, around the ends. */
export function selectBeside(ui: UiState, by: 1 | -1, snapshot: ChatSnapshot): Step<UiState> {
  const places = placesOf(snapshot);
  const at = places.findIndex(({ id }) => id === ui.selected);
  const index = at === -1 ? 0 : (at + by + places.length) % places.length;
  return selectAt(ui, index, snapshot);
}

/** Selects the place at an index, counted from 0; nothing happens when there is none. */
export function selectAt(ui: UiState, index: number, snapshot: ChatSnapshot): Step<UiState> {
  const place = placesOf(snapshot)[index];
  return place === undefined ? { ui, effects: [] } : select(ui, place.id, snapshot);
}

/** Selects the next place with unread messages: direct ones first, then from the selected one downwards. */
export function selectUnread(ui: UiState, snapshot: ChatSnapshot): Step<UiState> {
  const places = placesOf(snapshot);
  const at = places.findIndex(({ id }) => id === ui.selected);
  const waiting = [...places.slice(at + 1), ...places.slice(0, at + 1)].filter(
    (place) => unreadOf(place) > 0,
  );
  const next = waiting.find(({ kind }) => kind === "direct") ?? waiting[0];
  if (next === undefined) return { ui: { ...ui, notice: "Nothing is unread." }, effects: [] };
  return select(ui, next.id, snapshot);
}

function firstUnreadOf(place: Place): string | undefined {
  const theirs = messagesOf(place).filter(({ own }) => !own);
  return theirs[theirs.length - unreadOf(place)]?.id;
}
