import { describe, expect, it } from "vitest";
import type { Chat } from "../../src/index.js";
import { memoryNetwork } from "../../src/memory/index.js";
import { seen, testSpace } from "../people.js";

const messages = (chat: Chat) => chat.getSnapshot().channels[0]?.messages ?? [];

/** A writer whose sends can be made to fail, and a reader. */
async function room() {
  const network = memoryNetwork();
  const { person, chat } = testSpace();
  const clock = { aheadMs: 0 };
  const mayPublish = ["chat.KUBECON.online", "chat.KUBECON.posts.*"];
  const transport = network.connect({ publish: mayPublish });
  const now = () => Date.now() + clock.aheadMs;
  const writer = chat(transport, person("writer"), { clock: now });
  const reader = chat(network.connect(), person("reader"), { clock: now });
  await Promise.all([writer.start(), reader.start()]);
  return { writer, reader, transport, clock, mayPublish };
}

describe("a message that failed", () => {
  it("is sent by a retry with the same id, once what it failed of is over", async () => {
    const { writer, reader, mayPublish } = await room();
    const right = mayPublish.pop() as string;
    const id = writer.post("General", "hello");
    const failed = await seen(writer, () => messages(writer).find((m) => m.state === "failed"));
    expect(failed).toMatchObject({ id, failure: { reason: "permission" } });
    mayPublish.push(right);
    expect(writer.retry(id)).toBe(id);
    await seen(writer, () => messages(writer)[0]?.state === "sent");
    await seen(reader, () => messages(reader).length === 1);
    expect(messages(reader)).toMatchObject([{ id, text: "hello" }]);
    expect(messages(writer)).toMatchObject([{ id, failure: undefined }]);
    expect(() => writer.retry(id)).toThrow(
      expect.objectContaining({ code: "ERR_CHAT_NOT_FAILED" }),
    );
  });

  it("is signed anew when it had expired, because nobody would take the old one", async () => {
    const { writer, reader, transport, clock } = await room();
    transport.cut();
    const id = writer.post("General", "hello");
    clock.aheadMs = 31 * 60_000;
    transport.restore();
    const failed = await seen(writer, () => messages(writer).find((m) => m.state === "failed"));
    expect(failed).toMatchObject({ id, failure: { reason: "expired", retryable: true } });
    const retried = writer.retry(id);
    expect(retried).not.toBe(id);
    await seen(writer, () => messages(writer)[0]?.state === "sent");
    await seen(reader, () => messages(reader).length === 1);
    expect(messages(reader)).toMatchObject([{ id: retried, text: "hello" }]);
    expect(messages(writer)).toMatchObject([{ id: retried, text: "hello" }]);
    expect(messages(reader)[0]?.ts).toBeGreaterThan(failed.ts);
    expect(reader.getSnapshot().refused).toEqual({});
  });

  it("takes room in the outbox until it is discarded", async () => {
    const network = memoryNetwork();
    const { person, chat } = testSpace();
    const transport = network.connect({ publish: ["chat.KUBECON.online"] });
    const writer = chat(transport, person("writer"), { limits: { outbox: 2 } });
    await writer.start();
    const ids = [writer.post("General", "one"), writer.post("General", "two")];
    await seen(writer, () => messages(writer).every((m) => m.state === "failed"));
    const post = () => writer.post("General", "three");
    expect(post).toThrow(expect.objectContaining({ code: "ERR_CHAT_OUTBOX_FULL" }));
    writer.discard(ids[0] as string);
    expect(post()).toMatch(/^[A-Z2-7]{26}$/);
  });
});
