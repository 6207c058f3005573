import type { ReadStream, WriteStream } from "node:tty";
import { afterEach, describe, expect, it } from "vitest";
import { runTui, type TuiOptions } from "../src/run.js";
import { createWarnings } from "../src/session/warnings.js";
import { hostileTexts } from "./fixtures/hostile.js";
import { type TestMember, testSpace } from "./fixtures/space.js";
import { type TestTerminal, testTerminal, until } from "./fixtures/terminal.js";

const ctrlC = "\u0003";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** A person at a terminal, and another member of the same space. */
async function start(options: Partial<TuiOptions> = {}, size?: readonly [number, number]) {
  const space = testSpace();
  const alice = await space.join("alice");
  const wally = await space.join("wally");
  const terminal = testTerminal(...(size ?? []));
  const { stdin, stdout } = terminal;
  const done = runTui({ chat: wally.chat, stdin, stdout, timeZone: "UTC", ...options });
  // It is looked at later; until then a failure must not count as unhandled.
  done.catch(() => {});
  open.push(async () => {
    terminal.type(ctrlC + ctrlC);
    await done.catch(() => {});
    await alice.chat.close({ flushMs: 0 });
    await wally.chat.close({ flushMs: 0 });
  });
  const sees = (text: string | RegExp) =>
    until(
      () => terminal.screen().search(text) !== -1,
      () => `${text}\n${terminal.screen()}`,
    );
  await sees("alice");
  return { space, alice, wally, terminal, done, sees };
}

function textsOf(member: TestMember, channel: string): readonly string[] {
  const view = member.chat.getSnapshot().channels.find(({ name }) => name === channel);
  return view?.messages.map(({ text }) => text) ?? [];
}

async function expectRestored(terminal: TestTerminal): Promise<void> {
  expect(terminal.isRaw()).toBe(false);
  await until(() => !terminal.isAlternate(), terminal.screen);
  expect(terminal.bytes().endsWith("\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l")).toBe(true);
}

describe("the chat in a terminal", () => {
  it("takes the terminal over and shows the space", async () => {
    const { terminal, sees } = await start();
    await sees("# General");
    expect(terminal.isRaw()).toBe(true);
    expect(terminal.isAlternate()).toBe(true);
    expect(terminal.screen()).toContain("connected");
  });

  it("brings what is typed to the others, and what they write to the screen", async () => {
    const { alice, terminal, sees } = await start();
    terminal.type("good morning\r");
    await until(() => textsOf(alice, "General").includes("good morning"), terminal.screen);
    alice.chat.post("General", "and to you");
    await sees(/alice +and to you/);
  });

  it("warns above the messages for as long as there is something to warn of", async () => {
    const warnings = createWarnings();
    const { alice, terminal, sees } = await start({ warnings });
    warnings.set("renewal", "Your credentials end \u001b[31msoon.");
    await sees(/⚠ Your credentials end ␛\[31msoon\./);
    warnings.set("move", "There is no other server.");
    await sees(/soon\. *\n.*There is no other server\./);
    warnings.set("renewal", undefined);
    await until(() => !terminal.screen().includes("soon"), terminal.screen);
    alice.chat.post("General", "good morning");
    await sees(/no other server[\s\S]*alice +good morning/);
  });

  it("shows unread messages elsewhere as a dot and a number until one goes there", async () => {
    const { alice, wally, terminal, sees } = await start();
    alice.chat.post("NATS", "one");
    alice.chat.post("NATS", "two");
    alice.chat.dm(wally.key, "psst");
    await sees(/# NATS +•2/);
    await sees(/alice +•1/);
    terminal.type("\u001b3");
    await sees(/alice +two/);
    await until(() => !terminal.screen().includes("•2"), terminal.screen);
    terminal.type("\u001ba");
    await sees(/alice {2}direct/);
    await sees(/alice +psst/);
    await until(() => !terminal.screen().includes("•"), terminal.screen);
  });

  it("loses nothing of what is typed at a machine's speed", async () => {
    const { alice, terminal } = await start();
    const lines = Array.from({ length: 25 }, (_, index) => `line ${index} ${"x".repeat(40)} 漢`);
    for (const byte of Buffer.from(lines.map((line) => `${line}\r`).join(""))) {
      terminal.stdin.push(Buffer.from([byte]));
    }
    await until(() => textsOf(alice, "General").length === lines.length, terminal.screen);
    // Posts of one millisecond may be shown in another order: that is the store's matter.
    expect([...textsOf(alice, "General")].sort()).toEqual([...lines].sort());
  });

  it("keeps the text of a message that the chat refuses, and says why", async () => {
    const { wally, terminal, sees } = await start();
    const tooLong = "y".repeat(wally.chat.getSnapshot().capabilities.maxTextBytes + 1_000);
    terminal.type(`${tooLong}\r`);
    await sees("yyyyyyyyyy");
    await until(() => textsOf(wally, "General").length === 0, terminal.screen);
    terminal.type("\u0015short\r");
    await sees(/wally +short/);
  });

  it("says that the connection is lost and what waits, and sends it afterwards", async () => {
    const { alice, wally, terminal, sees } = await start();
    wally.transport.cut();
    await sees("Reconnecting since");
    terminal.type("are you there?\r");
    await sees(/waiting to be sent|sending/);
    wally.transport.restore();
    await until(() => textsOf(alice, "General").includes("are you there?"), terminal.screen);
    await until(() => !/Reconnecting|sending/.test(terminal.screen()), terminal.screen);
  });

  it("fits the screen to its new size", async () => {
    const { terminal } = await start();
    terminal.resize(50, 12);
    const lastRow = () => terminal.screen().split("\n").at(-1) ?? "";
    await until(() => lastRow().includes("/help"), terminal.screen);
    expect(terminal.screen()).not.toContain("Channels");
    terminal.resize(120, 40);
    await until(() => lastRow().includes("/help"), terminal.screen);
    expect(terminal.screen()).toContain("Channels");
  });

  it("writes no more than the rows that change for a key", async () => {
    const { terminal, sees } = await start();
    terminal.type("a");
    await sees("› a");
    const before = terminal.bytes().length;
    terminal.type("b");
    await sees("› ab");
    expect(terminal.bytes().length - before).toBeLessThan(400);
  });

  it("doesn't pile up frames for a terminal that doesn't keep up, and shows the last one then", async () => {
    const { alice, terminal, sees } = await start();
    terminal.stall(true);
    terminal.type("x");
    await until(() => terminal.stdout.writableNeedDrain, terminal.screen);
    const before = terminal.stdout.writableLength;
    for (let index = 0; index < 20; index += 1) alice.chat.post("General", `post ${index}`);
    await new Promise((done) => setTimeout(done, 200));
    expect(terminal.stdout.writableLength).toBe(before);
    terminal.stall(false);
    await sees("post 19");
  });

  it("uses no colours when it is told not to", async () => {
    const { terminal } = await start({ colors: false });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences of colours
    expect(terminal.bytes()).not.toMatch(/\u001b\[(3\d|9\d)m/);
  });
});

describe("hostile members", () => {
  it("send nothing that a terminal takes for more than text", async () => {
    const { alice, wally, space, terminal, sees } = await start();
    for (const text of Object.values(hostileTexts)) {
      for (const send of [
        () => alice.chat.post("General", text.slice(0, 900)),
        () => alice.chat.dm(wally.key, text.slice(0, 900)),
      ]) {
        try {
          send();
        } catch {
          // Our own core refuses some of them already on the sender's side.
        }
      }
    }
    const mallory = await space.join("mal\u001b[2Jlory\u202e").catch(() => undefined);
    mallory?.chat.post("General", "hi");
    alice.chat.post("General", "the end");
    await sees("the end");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: our own sequences, all of them
    const ours = /\u001b\[(\?(2026|25|1049|7|2004)[hl]|\d+;\d+H|\d+G|2[KJ]|\d{1,2}m)/g;
    expect(terminal.bytes().replace(ours, "")).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
    await mallory?.chat.close({ flushMs: 0 });
  });
});

describe("leaving", () => {
  it("says goodbye to the others and gives the terminal back", async () => {
    const { alice, wally, terminal, done } = await start();
    terminal.type(ctrlC);
    await done;
    await expectRestored(terminal);
    const seen = () =>
      alice.chat.getSnapshot().members.find(({ key }) => key === wally.key)?.online === false;
    await until(seen, () => JSON.stringify(alice.chat.getSnapshot().members));
  });

  it("shows that it is leaving, and doesn't wait when asked twice", async () => {
    let given: AbortSignal | undefined;
    const { terminal, done, sees } = await start({
      onQuit: ({ signal }) => {
        given = signal;
        return new Promise<void>(() => {});
      },
    });
    terminal.type(ctrlC);
    await sees("leaving…");
    expect(given?.aborted).toBe(false);
    terminal.type(ctrlC);
    await done;
    expect(given?.aborted).toBe(true);
    await expectRestored(terminal);
  });

  it.each([
    ["/quit", (terminal: TestTerminal) => terminal.type("/quit\r")],
    ["a closed window", (terminal: TestTerminal) => void terminal.stdin.destroy()],
    ["SIGTERM", () => void process.emit("SIGTERM")],
    ["SIGHUP", () => void process.emit("SIGHUP")],
  ])("happens by %s too", async (_, leave) => {
    const { terminal, done } = await start();
    leave(terminal);
    await done;
    await until(() => !terminal.isAlternate(), terminal.screen);
  });

  it("is asked for once by a window that closes, which says so in several ways", async () => {
    let given: AbortSignal | undefined;
    const { terminal, done, sees } = await start({
      onQuit: ({ signal }) => {
        given = signal;
        return new Promise<void>((resolve) => setTimeout(resolve, 100));
      },
    });
    await sees("connected");
    process.emit("SIGHUP");
    terminal.stdin.destroy();
    await done;
    expect(given?.aborted).toBe(false);
  });

  it("doesn't wait when it is signalled twice", async () => {
    const { done } = await start({ onQuit: () => new Promise<void>(() => {}) });
    process.emit("SIGTERM");
    process.emit("SIGTERM");
    await done;
  });

  it("happens when the caller's signal aborts", async () => {
    const controller = new AbortController();
    const { terminal, done } = await start({ signal: controller.signal });
    controller.abort();
    await done;
    await expectRestored(terminal);
  });

  it("leaves no listener behind", async () => {
    const count = () => process.listenerCount("SIGTERM") + process.listenerCount("exit");
    const before = count();
    const { terminal, done } = await start();
    expect(count()).toBeGreaterThan(before);
    terminal.type(ctrlC);
    await done;
    expect(count()).toBe(before);
    const streams = [terminal.stdin, terminal.stdout];
    for (const name of ["data", "end", "drain", "resize"]) {
      expect(streams.map((stream) => stream.listenerCount(name))).toEqual([0, 0]);
    }
  });
});

describe("what goes wrong", () => {
  it("ends the chat with its error, after the terminal is given back", async () => {
    const { terminal, done } = await start({
      onQuit: () => {
        throw new Error("the goodbye failed");
      },
    });
    terminal.type(ctrlC);
    await expect(done).rejects.toThrow("the goodbye failed");
    await expectRestored(terminal);
  });

  it("is an error of ours, and the terminal is given back", async () => {
    const { wally, terminal, done } = await start();
    const { chat } = wally;
    const getSnapshot = chat.getSnapshot;
    Object.assign(chat, {
      getSnapshot: () => {
        throw new Error("the store broke");
      },
    });
    terminal.type("x");
    await expect(done).rejects.toThrow("the store broke");
    Object.assign(chat, { getSnapshot });
    await expectRestored(terminal);
  });

  it.each([
    ["input", { isTTY: false }, {}],
    ["output", {}, { isTTY: false }],
  ])(
    "is told before anything is written when the %s is no terminal",
    async (which, stdin, stdout) => {
      const { chat } = await testSpace().join("wally");
      const terminal = testTerminal();
      const run = runTui({
        chat,
        stdin: Object.assign(terminal.stdin, stdin) as ReadStream,
        stdout: Object.assign(terminal.stdout, stdout) as WriteStream,
      });
      await expect(run).rejects.toMatchObject({ code: "ERR_TUI_NO_TERMINAL" });
      await expect(run).rejects.toThrow(new RegExp(`its ${which} is not one`));
      expect(terminal.bytes()).toBe("");
      await chat.close({ flushMs: 0 });
    },
  );
});
