import type { ChatSnapshot, Message } from "@kchat/chat-core";
import { namesOf } from "../places/names.js";
import { messagesOf, type Place, placeOf, titleOf } from "../places/places.js";
import type { UiState } from "../ui/state.js";
import type { Calendar } from "./calendar.js";
import { type Row, row, type Size, type Style, span } from "./frame.js";
import { viewMessage } from "./message.js";

/** The rows of the messages, and how many messages are among them. */
export interface ConversationPane {
  readonly rows: readonly Row[];
  readonly page: number;
}

/**
 * The messages of the selected conversation, the newest (or the anchored one) at the bottom. Only what fits is laid out, so
 * a long conversation costs no more than a short one.
 */
export function viewConversation(
  snapshot: ChatSnapshot,
  ui: UiState,
  size: Size,
  calendar: Calendar,
): ConversationPane {
  const place = placeOf(snapshot, ui.selected);
  const messages = messagesOf(place);
  if (messages.length === 0) return { rows: fill(viewEmpty(snapshot, place, size), size), page: 0 };
  const layout = { width: size.columns, names: namesOf(snapshot), calendar };
  const anchored = messages.findIndex(({ id }) => id === ui.anchor);
  const last = anchored === -1 ? messages.length - 1 : anchored;
  const newer = messages.length - 1 - last;
  const room = size.rows - (newer > 0 ? 1 : 0);
  let rows: readonly Row[] = [];
  let page = 0;
  for (let index = last; index >= 0 && rows.length < room; index -= 1) {
    const message = messages[index];
    if (message === undefined) break;
    rows = [
      ...separators(message, messages[index - 1], ui, calendar, size.columns),
      ...viewMessage(message, layout),
      ...rows,
    ];
    page += 1;
  }
  if (rows.length < room && place !== undefined)
    rows = [...beginning(place, size.columns), ...rows];
  const kept = room > 0 ? rows.slice(-room) : [];
  const hint =
    newer > 0 ? [center(`↓ ${newer} newer · Esc goes there`, size.columns, { inverse: true })] : [];
  return { rows: fill([...kept, ...hint], size), page };
}

function separators(
  message: Message,
  previous: Message | undefined,
  ui: UiState,
  calendar: Calendar,
  width: number,
): readonly Row[] {
  const day = calendar.day(message.ts);
  const newDay = previous === undefined || calendar.day(previous.ts) !== day;
  return [
    ...(newDay ? [rule(day, width, { dim: true })] : []),
    ...(message.id === ui.firstUnread ? [rule("new", width, { color: "red" })] : []),
  ];
}

/** What stands above the oldest message that this client has. */
function beginning(place: Place, width: number): readonly Row[] {
  const dropped =
    place.kind === "channel"
      ? place.channel.dropped
      : place.kind === "direct"
        ? place.direct.dropped
        : 0;
  return dropped > 0
    ? [center(`${dropped} older messages are no longer kept here`, width, { dim: true })]
    : [];
}

function viewEmpty(snapshot: ChatSnapshot, place: Place | undefined, size: Size): readonly Row[] {
  const lines =
    place === undefined
      ? ["No conversation is selected.", "Tab goes to the next one."]
      : place.kind === "channel"
        ? [
            `Nothing was said in #${place.channel.name} since you came.`,
            "What you write goes to everyone here.",
          ]
        : [
            `You and ${titleOf(place, namesOf(snapshot))} haven't talked yet.`,
            "What you write goes to this member alone.",
          ];
  return lines.map((line) => center(line, size.columns, { dim: true }));
}

function rule(title: string, width: number, style: Style): Row {
  const label = span(` ${title} `, style);
  const side = Math.max(0, width - label.width - 4);
  return row(width, [span(" ──", style), label, span("─".repeat(side), style)]);
}

function center(text: string, width: number, style: Style): Row {
  const label = span(` ${text} `, style);
  const left = Math.max(0, Math.floor((width - label.width) / 2));
  return row(width, [span(" ".repeat(left)), label]);
}

/** Conversations grow upwards from the input line: what is missing is missing above. */
function fill(rows: readonly Row[], size: Size): readonly Row[] {
  const missing = Math.max(0, size.rows - rows.length);
  return [...Array.from({ length: missing }, () => row(size.columns, [])), ...rows].slice(
    0,
    size.rows,
  );
}
