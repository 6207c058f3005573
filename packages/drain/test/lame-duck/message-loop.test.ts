import type { Message } from "@kchat/drain";
import { describe, expect, it } from "vitest";
import { MessageLoop } from "../../src/lame-duck/message-loop.js";

const message = (subject: string): Message => ({ subject }) as unknown as Message;

describe("MessageLoop", () => {
  it("counts a message as being worked on until the loop asks for the next one", async () => {
    const loop = new MessageLoop(() => undefined);
    let isDone = false;
    const done = loop.push(message("a")).then(() => {
      isDone = true;
    });
    expect(loop.pending).toBe(1);
    expect((await loop.next()).value.subject).toBe("a");
    await Promise.resolve();
    expect(isDone).toBe(false);
    const next = loop.next();
    await done;
    loop.end();
    expect((await next).done).toBe(true);
  });

  it("delivers what is waiting before it ends", async () => {
    const loop = new MessageLoop(() => undefined);
    void loop.push(message("a"));
    void loop.push(message("b"));
    loop.end();
    const subjects: string[] = [];
    for await (const { subject } of loop) subjects.push(subject);
    expect(subjects).toEqual(["a", "b"]);
  });

  it("releases what a loop that was left doesn't take", async () => {
    let isLeft = false;
    const loop = new MessageLoop(() => {
      isLeft = true;
    });
    const all = Promise.all([loop.push(message("a")), loop.push(message("b"))]);
    for await (const _ of loop) break;
    await all;
    expect(isLeft).toBe(true);
  });

  it("throws the subscription's error after the last message", async () => {
    const loop = new MessageLoop(() => undefined);
    void loop.push(message("a"));
    loop.fail(new Error("denied"));
    expect((await loop.next()).value.subject).toBe("a");
    await expect(loop.next()).rejects.toThrow("denied");
  });
});
