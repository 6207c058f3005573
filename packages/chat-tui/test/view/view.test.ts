import type { ChatSnapshot } from "@kchat/chat-core";
import { describe, expect, it } from "vitest";
import { initialUi, type UiState } from "../../src/ui/state.js";
import { calendarOf } from "../../src/view/calendar.js";
import { plainText, type Size } from "../../src/view/frame.js";
import { view } from "../../src/view/view.js";
import {
  alice,
  bob,
  busySnapshot,
  channelOf,
  directOf,
  me,
  memberOf,
  messageOf,
  snapshotOf,
  start,
} from "../fixtures/snapshot.js";

const usual: Size = { columns: 100, rows: 24 };

function screen(snapshot: ChatSnapshot, ui: Partial<UiState> = {}, size = usual): string {
  const frame = view(
    snapshot,
    { ...initialUi, selected: "#General", ...ui },
    size,
    calendarOf("UTC"),
  );
  return `${frame.rows.map((row) => plainText(row).trimEnd()).join("\n")}\n`;
}

const twenty = Array.from({ length: 20 }, (_, index) =>
  messageOf(alice, `message ${index}`, { ts: start + index * 60_000 }),
);

describe("the screen", () => {
  const states: Readonly<Record<string, string>> = {
    busy: screen(busySnapshot),
    empty: screen(snapshotOf()),
    help: screen(busySnapshot, { showsHelp: true }),
    direct: screen(
      snapshotOf({
        directs: [
          directOf(bob, { messages: [messageOf(bob, "psst"), messageOf(me, "what is it?")] }),
        ],
      }),
      { selected: `@${bob.key}` },
    ),
    "first-words-to-a-member": screen(snapshotOf(), { selected: `@${alice.key}` }),
    reconnecting: screen(
      snapshotOf({
        connection: { state: "reconnecting", since: start, reason: "the server left" },
        channels: [
          channelOf("General", { messages: [messageOf(me, "hello?", { state: "queued" })] }),
        ],
      }),
    ),
    closed: screen(snapshotOf({ connection: { state: "closed", since: start } })),
    failed: screen(
      snapshotOf({
        channels: [
          channelOf("General", {
            messages: [
              messageOf(me, "one", {
                state: "failed",
                failure: { reason: "timeout", retryable: true },
              }),
              messageOf(me, "two", {
                state: "failed",
                failure: { reason: "permission", retryable: false },
              }),
              messageOf(alice, "from the Go client", { unbound: true }),
            ],
          }),
        ],
      }),
    ),
    twins: screen(
      snapshotOf({
        members: [me, alice, { ...bob, name: "alice" }],
        channels: [
          channelOf("General", {
            messages: [
              messageOf(alice, "I am alice"),
              messageOf({ ...bob, name: "alice" }, "No, I am ✓ alice"),
            ],
          }),
        ],
      }),
    ),
    "scrolled-back": screen(
      snapshotOf({ channels: [channelOf("General", { messages: twenty })] }),
      {
        anchor: "alice:message 9",
      },
    ),
    "unread-line": screen(
      snapshotOf({ channels: [channelOf("General", { messages: twenty, dropped: 7 })] }),
      { firstUnread: "alice:message 17" },
    ),
    "next-day": screen(
      snapshotOf({
        channels: [
          channelOf("General", {
            messages: [
              messageOf(alice, "good night"),
              messageOf(alice, "good morning", { ts: start + 24 * 3_600_000 }),
            ],
          }),
        ],
      }),
    ),
    "many-members": screen(
      snapshotOf({
        members: [me, ...Array.from({ length: 100 }, (_, index) => memberOf(`member${index}`))],
      }),
      { selected: `@${memberOf("member50").key}` },
    ),
    "writing-several-lines": screen(busySnapshot, {
      drafts: { "#General": { text: `one\ntwo 漢字\n${"long ".repeat(30)}`, cursor: 3 } },
    }),
    notice: screen(busySnapshot, { notice: "Nothing is unread." }),
    warnings: screen(busySnapshot, {
      warnings: [
        "Your credentials end at 09:41 and can't be renewed: no credentials for wally: you are not admitted",
        `Another thing goes wrong, and it takes ${"very ".repeat(40)}long to tell`,
      ],
    }),
    "copies-that-were-refused": screen(snapshotOf({ refused: { seen: 7 } })),
    leaving: screen(busySnapshot, { leaving: true }),
    narrow: screen(busySnapshot, {}, { columns: 40, rows: 16 }),
    low: screen(busySnapshot, {}, { columns: 80, rows: 6 }),
    tiny: screen(busySnapshot, {}, { columns: 12, rows: 3 }),
  };

  it.each(Object.keys(states))("shows %s as its picture says", async (name) => {
    await expect(states[name]).toMatchFileSnapshot(`./frames/${name}.txt`);
  });
});

describe("the cursor", () => {
  const cursorOf = (ui: Partial<UiState>, size = usual) =>
    view(busySnapshot, { ...initialUi, selected: "#General", ...ui }, size).cursor;

  it("stands behind what was written, wide characters counted twice", () => {
    const drafts = { "#General": { text: "漢字ab", cursor: 3 } } as const;
    const empty = cursorOf({});
    expect(cursorOf({ drafts })?.column).toBe((empty?.column ?? 0) + 5);
  });

  it("is hidden while nothing can be written", () => {
    expect(cursorOf({ leaving: true })).toBeUndefined();
    expect(cursorOf({ selected: undefined })).toBeUndefined();
  });

  it("stays inside of the screen", () => {
    const drafts = { "#General": { text: "x".repeat(5_000), cursor: 2_500 } } as const;
    for (const size of [usual, { columns: 10, rows: 3 }, { columns: 3, rows: 2 }]) {
      const cursor = cursorOf({ drafts }, size);
      expect(cursor?.column).toBeLessThan(size.columns);
      expect(cursor?.row).toBeLessThan(size.rows);
    }
  });
});
