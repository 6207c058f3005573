import type { ChatSnapshot } from "@kchat/chat-core";
import { namesOf } from "../places/names.js";
import { placeOf, placesOf, titleOf } from "../places/places.js";
import { draftOf, type UiState } from "../ui/state.js";
import { type Calendar, calendarOf } from "./calendar.js";
import { viewConversation } from "./conversation.js";
import { type Frame, type Row, row, type Size, type Span, span, spread } from "./frame.js";
import { viewHelp } from "./help.js";
import { viewInput } from "./input.js";
import { presenceMark, trustMark } from "./marks.js";
import { viewSidebar } from "./sidebar.js";
import { viewBanner, viewStatus, viewWarnings } from "./status.js";

/** A frame of the chat, and how many messages it shows. */
export interface ChatFrame extends Frame {
  readonly page: number;
}

/** Narrower screens have no left column; the header tells where one is instead. */
const sidebarFrom = 60;

/** Lower screens spend no rows on lines between the parts. */
const roomyFrom = 8;

const localCalendar = calendarOf();

/**
 * The whole screen as a pure function: the same snapshot, state and size give the same frame. Every row is exactly as wide
 * as the screen, whatever texts and names it shows.
 *
 * @param calendar how times are written; the machine's time zone without one
 *
 * @example
 * ```ts
 * const frame = view(chat.getSnapshot(), initialUi, { columns: 80, rows: 24 });
 * console.log(frame.rows.map(plainText).join("\n"));
 * ```
 */
export function view(
  snapshot: ChatSnapshot,
  ui: UiState,
  size: Size,
  calendar: Calendar = localCalendar,
): ChatFrame {
  const sideWidth = size.columns >= sidebarFrom ? Math.min(30, Math.floor(size.columns * 0.28)) : 0;
  const width = sideWidth > 0 ? size.columns - sideWidth - 1 : size.columns;
  const height = Math.max(0, size.rows - 1);
  const input = viewInput(
    draftOf(ui),
    width,
    Math.max(1, Math.min(6, Math.floor(height / 3))),
    hintOf(snapshot, ui),
  );
  const rules = height >= roomyFrom ? [rule(width)] : [];
  const above = [
    viewHeader(snapshot, ui, width, sideWidth === 0),
    ...rules,
    ...viewBanner(snapshot, width, calendar),
    ...viewWarnings(ui, width),
  ];
  const below = [
    ...(ui.notice === undefined ? [] : [row(width, [span(` ${ui.notice}`, { color: "yellow" })])]),
    ...rules,
    ...input.rows,
  ];
  const room = { columns: width, rows: Math.max(0, height - above.length - below.length) };
  const pane = ui.showsHelp
    ? { rows: viewHelp(room), page: 0 }
    : viewConversation(snapshot, ui, room, calendar);
  // On a screen too low for all of it the input line stays: it is the last to go.
  const main = height === 0 ? [] : [...above, ...pane.rows, ...below].slice(-height);
  const side = sideWidth > 0 ? viewSidebar(snapshot, ui, { columns: sideWidth, rows: height }) : [];
  const rows = main.map((line, index) => {
    const left = side[index];
    return left === undefined ? line : [...left, span("│", { dim: true }), ...line];
  });
  const inputTop = main.length - input.rows.length;
  const status = size.rows > 0 ? [viewStatus(snapshot, ui, size.columns)] : [];
  return {
    rows: [...rows, ...status],
    cursor:
      ui.leaving || ui.selected === undefined || inputTop < 0
        ? undefined
        : {
            column: size.columns - width + input.cursor.column,
            row: inputTop + input.cursor.row,
          },
    page: pane.page,
  };
}

function viewHeader(snapshot: ChatSnapshot, ui: UiState, width: number, alone: boolean): Row {
  const places = placesOf(snapshot);
  const place = placeOf(snapshot, ui.selected);
  const at = places.findIndex(({ id }) => id === ui.selected);
  const online = snapshot.members.filter((member) => member.online).length;
  const right = alone && at !== -1 ? `${at + 1}/${places.length} ` : `${online} online `;
  return spread(width, titleSpans(), [span(right, { dim: true })]);

  function titleSpans(): readonly Span[] {
    if (place === undefined) return [span(` ${snapshot.space}`, { bold: true })];
    const title = span(titleOf(place, namesOf(snapshot)), { bold: true });
    if (place.kind === "channel") return [span(" # ", { dim: true }), title];
    const verified =
      place.kind === "direct" ? place.direct.peer.verified : place.member.nameVerified;
    return [
      span(" "),
      presenceMark(place.member),
      trustMark(verified),
      span(" "),
      title,
      span(verified ? "  direct" : "  direct · name not verified", { dim: true }),
    ];
  }
}

function hintOf(snapshot: ChatSnapshot, ui: UiState): string {
  const place = placeOf(snapshot, ui.selected);
  if (place === undefined) return "Tab chooses a conversation";
  const title = titleOf(place, namesOf(snapshot));
  return place.kind === "channel" ? `Message #${title}` : `Message ${title} directly`;
}

function rule(width: number): Row {
  return row(width, [span("─".repeat(Math.max(0, width)), { dim: true })]);
}
