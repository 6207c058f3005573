import type { Message, SendFailureReason } from "@kchat/chat-core";
import { clipName, type Names } from "../places/names.js";
import { wrap } from "../text/fit.js";
import type { Calendar } from "./calendar.js";
import { blank, type Row, row, type Span, span } from "./frame.js";
import { colorOf, trustMark } from "./marks.js";

/** What the rows of a message depend on beside the message. */
export interface MessageLayout {
  readonly width: number;
  readonly names: Names;
  readonly calendar: Calendar;
}

/** Below it the text has its own rows under the name: beside it there would be no room. */
const besideWidth = 48;
const nameWidth = 14;

/** The rows of one message: time, trust, name, then its text, and what became of it if that needs saying. */
export function viewMessage(message: Message, layout: MessageLayout): readonly Row[] {
  const { width, names, calendar } = layout;
  const beside = width >= besideWidth;
  const name = span(clipName(names(message.from), beside ? nameWidth : width - 10), {
    bold: true,
    color: message.own ? undefined : colorOf(message.from.key),
  });
  const head: readonly Span[] = [
    span(` ${calendar.time(message.ts)} `, { dim: true }),
    trustMark(message.from.verified),
    blank(1),
  ];
  const headWidth = head.reduce((sum, piece) => sum + piece.width, 0);
  const indent = beside ? headWidth + nameWidth + 1 : 2;
  const texts = wrap(message.text, width - indent - 1);
  const body = texts.map(({ text }) => [span(text, pendingStyle(message))]);
  const note = noteOf(message);
  if (note !== undefined) {
    const { text, style } = note;
    body.push(...wrap(text, width - indent - 1).map((line) => [{ ...line, style }]));
  }
  const continued = (piece: readonly Span[]) => row(width, [blank(indent), ...piece]);
  if (!beside) return [row(width, [...head, name]), ...body.map(continued)];
  const [first = [], ...rest] = body;
  const named = row(nameWidth, [name]);
  return [row(width, [...head, ...named, blank(1), ...first]), ...rest.map(continued)];
}

function pendingStyle(message: Message) {
  return { dim: message.state === "queued" || message.state === "sending" };
}

/** What a person must know about a message that isn't simply sent. */
function noteOf(message: Message): Span | undefined {
  switch (message.state) {
    case "queued":
      return span("◷ waiting to be sent", { dim: true });
    case "sending":
      return span("… sending", { dim: true });
    case "failed":
      return span(
        `✗ not sent: ${failureTexts[message.failure.reason]} (${message.failure.retryable ? "/retry or /discard" : "/discard"})`,
        { color: "red" },
      );
    case "sent":
      return message.unbound
        ? span("⚠ not bound to this place: could be a copy", { color: "yellow", dim: true })
        : undefined;
  }
}

const failureTexts: Readonly<Record<SendFailureReason, string>> = {
  disconnected: "the connection was lost",
  timeout: "the server didn't confirm it",
  permission: "you may not write here",
  "too-large": "too long for this server",
  closed: "the chat was closed first",
  expired: "it waited too long",
};
