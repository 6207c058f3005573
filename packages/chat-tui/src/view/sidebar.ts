import type { ChatSnapshot } from "@kchat/chat-core";
import { clipName, type Names, namesOf } from "../places/names.js";
import { type Place, placesOf, titleOf, unreadOf } from "../places/places.js";
import type { UiState } from "../ui/state.js";
import { blank, type Row, row, type Size, type Span, span, spread } from "./frame.js";
import { presenceMark, trustMark, unreadMark } from "./marks.js";

/**
 * The left column: channels, direct conversations, and the person with the members
 * they haven't talked to yet. When it is longer than the
 * screen it shows the part around the selected place and says how much is above and below.
 */
export function viewSidebar(snapshot: ChatSnapshot, ui: UiState, size: Size): readonly Row[] {
  const names = namesOf(snapshot);
  const places = placesOf(snapshot);
  const online = snapshot.members.filter((member) => member.online).length;
  const entries: Entry[] = [
    { view: () => row(size.columns, [span(` ${snapshot.space}`, { bold: true })]) },
    ...section("Channels", "channel"),
    ...section("Direct messages", "direct"),
    ...section(`Members · ${online} online`, "member", viewMe),
  ];
  return windowed(entries, size, ui);

  function viewMe(): Row {
    const me = snapshot.members.find((member) => member.isMe);
    return row(size.columns, [
      blank(3),
      presenceMark(me),
      trustMark(me?.nameVerified ?? false),
      span(` ${clipName(names(snapshot.me), size.columns - 11)}`),
      span(" (you)", { dim: true }),
    ]);
  }

  function section(title: string, kind: Place["kind"], ...first: readonly (() => Row)[]): Entry[] {
    const inside = places.filter((place) => place.kind === kind);
    if (inside.length + first.length === 0) return [];
    return [
      { view: () => row(size.columns, []) },
      { view: () => row(size.columns, [span(` ${title}`, { dim: true })]) },
      ...first.map((view) => ({ view })),
      ...inside.map((place) => ({
        id: place.id,
        view: () => viewPlace(place, place.id === ui.selected, names, size.columns),
      })),
    ];
  }
}

/** Laid out only when it is on the screen: a space may have thousands of members. */
interface Entry {
  readonly id?: string;
  readonly view: () => Row;
}

function viewPlace(place: Place, selected: boolean, names: Names, width: number): Row {
  const unread = unreadOf(place);
  const marks = unreadMark(unread, place.kind === "direct");
  const room = width - 5 - marks.reduce((sum, mark) => sum + mark.width + 1, 0);
  const name = clipName(titleOf(place, names), room);
  const style = { bold: unread > 0 || selected, inverse: selected };
  const left = [
    span(selected ? " ▸" : "  ", { bold: true }),
    ...(place.kind === "channel"
      ? [span(" # ", { dim: true })]
      : [blank(1), presenceMark(place.member), trustMark(isVerified(place)), blank(1)]),
    span(name, style),
    ...(place.kind !== "channel" && place.member?.statusText
      ? [span(`  ${place.member.statusText}`, { dim: true })]
      : []),
  ];
  return spread(width, left, marks);
}

function isVerified(place: Exclude<Place, { kind: "channel" }>): boolean {
  return place.kind === "direct" ? place.direct.peer.verified : place.member.nameVerified;
}

function windowed(entries: readonly Entry[], size: Size, ui: UiState): readonly Row[] {
  if (entries.length <= size.rows) {
    const missing = size.rows - entries.length;
    return [
      ...entries.map((entry) => entry.view()),
      ...Array.from({ length: missing }, () => row(size.columns, [])),
    ];
  }
  const at = Math.max(
    0,
    entries.findIndex(({ id }) => id !== undefined && id === ui.selected),
  );
  const top = Math.min(Math.max(0, at - Math.floor(size.rows / 2)), entries.length - size.rows);
  const shown = entries.slice(top, top + size.rows).map((entry) => entry.view());
  const below = entries.length - top - size.rows;
  // The selected place stands in the middle, so on a window of three rows or more neither edge is its row.
  if (size.rows >= 3 && top > 0) shown[0] = more(`↑ ${top + 1} more`, size.columns);
  if (size.rows >= 3 && below > 0) shown[size.rows - 1] = more(`↓ ${below + 1} more`, size.columns);
  return shown;
}

function more(text: string, width: number): Row {
  const piece: Span = span(` ${text}`, { dim: true });
  return row(width, [piece]);
}
