import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCells } from "../../src/text/cells.js";
import { widthOfCells } from "../../src/text/fit.js";
import { initialUi, type UiState } from "../../src/ui/state.js";
import { type Frame, plainText, type Size } from "../../src/view/frame.js";
import { view } from "../../src/view/view.js";
import { hostileTexts } from "../fixtures/hostile.js";
import { channelOf, directOf, me, memberOf, messageOf, snapshotOf } from "../fixtures/snapshot.js";

/** A chat in which everything that a peer can write is this text. */
function chatOf(text: string, ts: number) {
  const peer = memberOf(text, { statusText: text });
  const messages = [
    messageOf(peer, text, { ts }),
    messageOf(me, text, { state: "failed", failure: { reason: "timeout", retryable: true } }),
  ];
  return snapshotOf({
    space: text,
    members: [me, peer, memberOf(`${text} `)],
    channels: [channelOf("General", { messages }), channelOf(text, { unread: 1 })],
    directs: [directOf(peer, { unread: 1234, messages })],
    connection: { state: "reconnecting", since: ts, reason: text },
  });
}

function expectFit(frame: Frame, size: Size): void {
  expect(frame.rows.length).toBe(size.rows);
  for (const row of frame.rows) {
    const text = plainText(row);
    expect(widthOfCells(toCells(text))).toBe(size.columns);
    expect(row.reduce((sum, span) => sum + span.width, 0)).toBe(size.columns);
    expect(text).not.toMatch(/\p{Cc}|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}|\p{Cs}/u);
  }
  if (frame.cursor !== undefined) {
    expect(frame.cursor.column).toBeLessThan(size.columns);
    expect(frame.cursor.row).toBeLessThan(size.rows);
  }
}

const sizes = fc.record({
  columns: fc.integer({ min: 1, max: 130 }),
  rows: fc.integer({ min: 1, max: 45 }),
});

const states = (text: string): fc.Arbitrary<UiState> =>
  fc.record({
    selected: fc.constantFrom(undefined, "#General", `@${memberOf(text).key}`, "#gone"),
    drafts: fc.constant({ "#General": { text, cursor: text.length } }),
    anchor: fc.constantFrom(undefined, `${text}:${text}`),
    firstUnread: fc.constantFrom(undefined, `wally:${text}`),
    notice: fc.constantFrom(undefined, text),
    warnings: fc.constantFrom([], [text], [text, text]),
    showsHelp: fc.boolean(),
    leaving: fc.boolean(),
  }) as fc.Arbitrary<UiState>;

describe("every frame", () => {
  it.each(Object.entries(hostileTexts))("fits its screen with a text that %s", (_, text) => {
    const snapshot = chatOf(text, 0);
    fc.assert(
      fc.property(sizes, states(text), (size, ui) => expectFit(view(snapshot, ui, size), size)),
      { numRuns: 25 },
    );
  });

  it("fits its screen with any text and any time that a peer can write", () => {
    const texts = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(texts, fc.double(), sizes, (text, ts, size) => {
        const ui = { ...initialUi, selected: "#General" } as const;
        expectFit(view(chatOf(text, ts), ui, size), size);
      }),
    );
  });

  it("costs no more on a long conversation than what it shows", () => {
    const peer = memberOf("peer");
    const messages = Array.from({ length: 500 }, (_, index) =>
      messageOf(peer, "漢".repeat(2_000), { id: String(index) }),
    );
    const snapshot = snapshotOf({ channels: [channelOf("General", { messages })] });
    const frame = view(
      snapshot,
      { ...initialUi, selected: "#General" },
      { columns: 100, rows: 40 },
    );
    expect(frame.page).toBeLessThanOrEqual(2);
  });
});
