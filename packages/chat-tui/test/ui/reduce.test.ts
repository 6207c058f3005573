import type { ChatSnapshot } from "@kchat/chat-core";
import { describe, expect, it } from "vitest";
import { decodeKeys, idleDecoding } from "../../src/keys/decode.js";
import type { Effect } from "../../src/ui/effect.js";
import { reduceKey } from "../../src/ui/reduce.js";
import { draftOf, initialUi, type UiState } from "../../src/ui/state.js";
import {
  alice,
  bob,
  busySnapshot,
  channelOf,
  directOf,
  keyOf,
  me,
  memberOf,
  messageOf,
  snapshotOf,
} from "../fixtures/snapshot.js";

const inGeneral: UiState = { ...initialUi, selected: "#General" };

/** Types what a terminal would send for it. */
function type(input: string, ui = inGeneral, snapshot: ChatSnapshot = busySnapshot, page = 3) {
  const effects: Effect[] = [];
  let state = ui;
  for (const key of decodeKeys(idleDecoding, input).keys) {
    const step = reduceKey(state, key, { snapshot, page });
    state = step.ui;
    effects.push(...step.effects);
  }
  return { ui: state, effects };
}

describe("moving between conversations", () => {
  it.each([
    ["Tab", "\t", "#KUBECON"],
    ["Tab three times", "\t\t\t", `@${alice.key}`],
    ["Shift-Tab, around the end", "\u001b[Z", "@"],
    ["the arrow down", "\u001b[B", "#KUBECON"],
    ["the arrow up, back to where it was", "\u001b[B\u001b[A", "#General"],
    ["Alt-3", "\u001b3", "#NATS"],
    ["Alt-4", "\u001b4", `@${alice.key}`],
    ["Alt-9, where nothing is", "\u001b9", "#General"],
    ["Alt-A, to the direct message before the channel", "\u001ba", `@${alice.key}`],
    ["Ctrl-N likewise", "\u000e", `@${alice.key}`],
  ])("takes %s", (_, input, selected) => {
    expect(type(input).ui.selected?.startsWith(selected)).toBe(true);
  });

  it("opens what it selects, which marks it read", () => {
    expect(type("\t").effects).toEqual([{ kind: "open", conversation: "#KUBECON" }]);
  });

  it("remembers where the unread messages begin", () => {
    const dana = memberOf("dana");
    const messages = [
      messageOf(dana, "old"),
      messageOf(dana, "first new"),
      messageOf(me, "mine"),
      messageOf(dana, "second new"),
    ];
    const snapshot = snapshotOf({
      channels: [channelOf("General"), channelOf("NATS", { unread: 2, messages })],
    });
    expect(type("\t", inGeneral, snapshot).ui.firstUnread).toBe("dana:first new");
  });

  it("keeps what is being written in each of them", () => {
    const { ui } = type("half a \tother\u001b[Z");
    expect(draftOf(ui).text).toBe("half a ");
    expect(ui.drafts["#KUBECON"]?.text).toBe("other");
  });

  it("says so when nothing is unread", () => {
    expect(type("\u001ba", inGeneral, snapshotOf()).ui.notice).toContain("Nothing is unread");
  });
});

describe("sending", () => {
  it("posts into the selected channel and clears the line", () => {
    const { ui, effects } = type("hello\r");
    expect(effects).toEqual([{ kind: "post", channel: "General", text: "hello" }]);
    expect(draftOf(ui).text).toBe("");
  });

  it("sends to the selected member alone", () => {
    const ui: UiState = { ...initialUi, selected: `@${bob.key}` };
    expect(type("psst\r", ui).effects).toEqual([{ kind: "dm", peer: bob.key, text: "psst" }]);
  });

  it("sends every line that is typed at a machine's speed", () => {
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index}`);
    const { effects } = type(lines.map((line) => `${line}\r`).join(""));
    expect(effects.map((effect) => ("text" in effect ? effect.text : ""))).toEqual(lines);
  });

  it("keeps a pasted text of several lines as one message", () => {
    const { effects } = type("\u001b[200~one\r\ntwo\u001b[201~\r");
    expect(effects).toEqual([{ kind: "post", channel: "General", text: "one\ntwo" }]);
  });

  it.each(["\u001b\r", "\n"])("breaks the line within a message with %j", (key) => {
    expect(draftOf(type(`a${key}b`).ui).text).toBe("a\nb");
  });

  it("sends nothing that is only blank", () => {
    expect(type("  \r").effects).toEqual([]);
  });

  it("sends a text that begins with a slash when there are two", () => {
    expect(type("//etc\r").effects).toEqual([{ kind: "post", channel: "General", text: "/etc" }]);
  });
});

describe("commands", () => {
  it("sends a direct message by name and goes to that conversation", () => {
    const { ui, effects } = type("/dm alice see you\r");
    expect(ui.selected).toBe(`@${alice.key}`);
    expect(effects).toEqual([
      { kind: "open", conversation: `@${alice.key}` },
      { kind: "dm", peer: alice.key, text: "see you" },
    ]);
  });

  it("finds a name with blanks, whatever the case", () => {
    const snapshot = snapshotOf({ members: [me, memberOf("Al"), memberOf("Al Gore")] });
    expect(type("/dm al gore hi\r", inGeneral, snapshot).effects.at(-1)).toEqual({
      kind: "dm",
      peer: keyOf("Al Gore"),
      text: "hi",
    });
  });

  it("doesn't choose between two of one name, and takes the name with the key's end", () => {
    const twin = { ...memberOf("alice"), key: keyOf("another alice") };
    const snapshot = snapshotOf({ members: [me, alice, twin] });
    const asked = type("/dm alice hi\r", inGeneral, snapshot);
    expect(asked.effects).toEqual([]);
    expect(asked.ui.notice).toContain(`alice·${twin.key.slice(-6)}`);
    expect(draftOf(asked.ui).text).toBe("/dm alice hi");
    const told = type(`/dm alice·${twin.key.slice(-6)} hi\r`, inGeneral, snapshot);
    expect(told.effects.at(-1)).toEqual({ kind: "dm", peer: twin.key, text: "hi" });
  });

  it("goes to a channel or a member", () => {
    expect(type("/go nats\r").ui.selected).toBe("#NATS");
    expect(type("/go bob\r").ui.selected).toBe(`@${bob.key}`);
  });

  it("retries and drops what failed here, and only that", () => {
    const failure = { reason: "timeout", retryable: true } as const;
    const failed = messageOf(me, "lost", { state: "failed", failure });
    const snapshot = snapshotOf({
      channels: [channelOf("General", { messages: [messageOf(me, "fine"), failed] })],
    });
    expect(type("/retry\r", inGeneral, snapshot).effects).toEqual([
      { kind: "retry", message: failed.id },
    ]);
    expect(type("/discard\r", inGeneral, snapshot).effects).toEqual([
      { kind: "discard", message: failed.id },
    ]);
    expect(type("/retry\r").ui.notice).toContain("nothing to retry");
  });

  it.each(["/nope\r", "/constructor\r", "/ dm\r", "/dm nobody hi\r", "/dm\r", "/go\r"])(
    "refuses %j with a reason, and keeps it to be corrected",
    (input) => {
      const { ui, effects } = type(input);
      expect(effects).toEqual([]);
      expect(ui.notice).toBeTruthy();
      expect(draftOf(ui).text).toBe(input.trimEnd());
    },
  );

  it("shows the help until the next key, which is not lost when it is a letter", () => {
    const shown = type("/help\r").ui;
    expect(shown.showsHelp).toBe(true);
    expect(type("\r", shown).ui.showsHelp).toBe(false);
    expect(draftOf(type("x", shown).ui).text).toBe("x");
  });
});

describe("reading older messages", () => {
  const messages = Array.from({ length: 10 }, (_, index) => messageOf(alice, String(index)));
  const snapshot = snapshotOf({ channels: [channelOf("General", { messages })] });
  const anchorAfter = (input: string) => type(input, inGeneral, snapshot).ui.anchor;

  it("goes up by a page less one message, and down again to where the newest is followed", () => {
    expect(anchorAfter("\u001b[5~")).toBe("alice:7");
    expect(anchorAfter("\u001b[5~\u001b[5~")).toBe("alice:5");
    expect(anchorAfter("\u001b[5~\u001b[6~")).toBeUndefined();
  });

  it("stops where the oldest message is at the top", () => {
    expect(anchorAfter("\u001b[5~".repeat(20))).toBe("alice:2");
  });

  it.each([
    ["Esc", "\u001b\u001b"],
    ["sending", "x\r"],
    ["End on an empty line", "\u001b[F"],
  ])("goes back to the newest by %s", (_, input) => {
    expect(anchorAfter(`\u001b[5~${input}`)).toBeUndefined();
  });
});

describe("leaving", () => {
  it.each([
    ["Ctrl-C", "\u0003"],
    ["Ctrl-D on an empty line", "\u0004"],
    ["/quit", "/quit\r"],
  ])("is asked for by %s", (_, input) => {
    const { ui, effects } = type(input);
    expect(effects).toEqual([{ kind: "quit" }]);
    expect(ui.leaving).toBe(true);
  });

  it("doesn't take Ctrl-D with something written for leaving", () => {
    expect(type("x\u0004").effects).toEqual([]);
  });

  it("is asked for again by the second Ctrl-C, and by nothing else", () => {
    expect(type("\u0003hello\r\t\u0003").effects).toEqual([{ kind: "quit" }, { kind: "quit" }]);
  });
});

describe("a direct conversation that is gone", () => {
  it("keeps what was written and says that nothing is selected", () => {
    const ui: UiState = { ...initialUi, selected: `@${keyOf("ghost")}` };
    const sent = type("hello\r", ui, snapshotOf({ directs: [directOf(alice)] }));
    expect(sent.effects).toEqual([]);
    expect(draftOf(sent.ui).text).toBe("hello");
  });
});
