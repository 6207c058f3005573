import { describe, expect, it } from "vitest";
import { flawOf } from "../../fuzz/invariants.js";
import { fuzz } from "../../fuzz/main.js";
import { createChat } from "../../src/index.js";
import { memoryNetwork } from "../../src/memory/index.js";
import { seen, testSpace } from "../people.js";

describe("fuzz", () => {
  it("finds nothing, although a good part of what it sends is admitted", async () => {
    const { inputs, findings, admitted } = await fuzz({ inputs: 2_000, seed: 7 });
    expect([inputs, findings]).toEqual([2_000, []]);
    expect(admitted).toBeGreaterThan(200);
    expect(admitted).toBeLessThan(1_800);
  });

  it("would notice what must not be in a snapshot", async () => {
    const { space, person } = testSpace();
    const transport = memoryNetwork().connect();
    await using chat = createChat({ transport, identity: person("wally"), space });
    await chat.start();
    chat.post("General", "hello");
    const snapshot = await seen(chat, (now) => now.channels[0]?.messages.length === 1 && now);
    const [channel] = snapshot.channels;
    const [message] = channel?.messages ?? [];
    if (!channel || !message) throw new Error("the message is not there");
    const withMessage = (change: object) => ({
      ...snapshot,
      channels: [{ ...channel, messages: [message, { ...message, ...change }] }],
      members: [],
    });
    expect(flawOf(withMessage({}))).toBeUndefined();
    expect(flawOf(withMessage({ text: "\u001b[2J" }))).toContain("the text");
    expect(flawOf(withMessage({ text: "a\u202eb" }))).toContain("the text");
    expect(flawOf(withMessage({ ts: 0 }))).toContain("order");
    const many = Array.from({ length: 100 }, () => channel);
    expect(flawOf({ ...snapshot, members: [], channels: many })).toContain("100 channels");
  });
});
