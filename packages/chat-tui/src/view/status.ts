import type { ChatSnapshot, ConnectionView } from "@kchat/chat-core";
import { namesOf } from "../places/names.js";
import { placesOf, unreadOf } from "../places/places.js";
import { wrap } from "../text/fit.js";
import type { UiState } from "../ui/state.js";
import type { Calendar } from "./calendar.js";
import { type Row, row, type Span, span, spread } from "./frame.js";
import { trustMark } from "./marks.js";

/** The last line of the screen: who one is, how the connection is, what waits elsewhere, which keys help. */
export function viewStatus(snapshot: ChatSnapshot, ui: UiState, width: number): Row {
  const me = snapshot.members.find((member) => member.isMe);
  const elsewhere = placesOf(snapshot)
    .filter(({ id }) => id !== ui.selected)
    .reduce((sum, place) => sum + unreadOf(place), 0);
  // What was seen already isn't missing: two connections deliver it while one takes over from the other.
  const { seen: _copies, ...losses } = snapshot.refused;
  const refused = Object.values(losses).reduce((sum, count) => sum + count, 0);
  const left: Span[] = [
    span(" "),
    trustMark(me?.nameVerified ?? false),
    span(` ${namesOf(snapshot)(snapshot.me)}`, { bold: true }),
    separator,
    connectionMark(snapshot.connection),
  ];
  if (elsewhere > 0)
    left.push(separator, span(`${elsewhere} unread`, { color: "yellow", bold: true }));
  if (refused > 0) left.push(separator, span(`${refused} refused`, { dim: true }));
  const right = ui.leaving
    ? [span("leaving… Ctrl-C again doesn't wait ", { bold: true })]
    : [span(width >= 72 ? "Tab next · Alt-A unread · /help " : "/help ", { dim: true })];
  return spread(width, left, right);
}

/** The line above the messages while nothing can arrive or leave; none while all is well. */
export function viewBanner(
  snapshot: ChatSnapshot,
  width: number,
  calendar: Calendar,
): readonly Row[] {
  const { state, since, reason } = snapshot.connection;
  if (state === "connected") return [];
  const what =
    state === "reconnecting"
      ? `Reconnecting since ${calendar.time(since)}: what you write waits here`
      : `The connection is closed since ${calendar.time(since)}: nothing can be sent`;
  const text = reason === undefined ? what : `${what} (${reason})`;
  const style = { color: state === "closed" ? "red" : "yellow", inverse: true } as const;
  return [spread(width, [span(` ${text}`, style)], [span(" ", style)])];
}

/** The lines above the messages for what else the person should know, at most three for each. */
export function viewWarnings({ warnings }: UiState, width: number): readonly Row[] {
  return warnings.flatMap((warning) => {
    const [first = "", second = "", ...rest] = wrap(warning, width - 4).map(({ text }) => text);
    const lines = [first, second, rest.join(" ")].filter((line) => line !== "");
    return lines.map((line, index) =>
      row(width, [span(index === 0 ? " ⚠ " : "   "), span(line, { color: "yellow" })]),
    );
  });
}

const separator = span(" · ", { dim: true });

function connectionMark({ state }: ConnectionView): Span {
  switch (state) {
    case "connected":
      return span("connected", { color: "green" });
    case "reconnecting":
      return span("reconnecting", { color: "yellow", bold: true });
    case "closed":
      return span("closed", { color: "red", bold: true });
  }
}
