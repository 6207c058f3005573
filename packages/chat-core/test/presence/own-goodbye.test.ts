import { createUser } from "@kchat/auth";
import { describe, expect, it } from "vitest";
import { type Clock, systemRandom } from "../../src/chat/environment.js";
import { memoryNetwork } from "../../src/memory/index.js";
import { composePresence } from "../../src/token/compose.js";
import { parseToken } from "../../src/token/parse.js";
import { manualTime, seededRandom } from "../manual-time.js";
import { testSpace } from "../people.js";

const subject = "chat.KUBECON.online";

/** A network where one person opens terminals, another watches, and all presence of the former is written down. */
async function setUp() {
  const time = manualTime();
  const network = memoryNetwork();
  const { person, chat } = testSpace();
  const [alice, bob] = [person("alice"), person("bob")];
  const key = alice.keyPair.getPublicKey();
  const stranger = network.connect();
  let opens = 0;
  const said: string[] = [];
  const goodbyes: Uint8Array[] = [];
  stranger.subscribe(subject, ({ data }) => {
    const token = parseToken(new TextDecoder().decode(data));
    if (typeof token === "string" || token.claims.iss !== key) return;
    const what = token.claims.tags?.[0] ?? "here";
    said.push(what);
    if (what === "bye") goodbyes.push(data);
  });
  const open = async (identity = alice, clock: Clock = time.clock) => {
    const { timers } = time;
    opens += 1;
    const random = seededRandom(opens);
    const opened = chat(network.connect(), identity, { clock, timers, random });
    await opened.start();
    return opened;
  };
  const watcher = await open(bob);
  // Past the answer to a newcomer, and short of the next heartbeat.
  const settle = () => time.advance(2_000);
  const isOnline = (of: typeof watcher) =>
    of.getSnapshot().members.find((member) => member.key === key)?.online;

  /** Presence of this person, signed by whichever key. */
  function goodbye(keyPair = alice.keyPair): Uint8Array {
    const { clock } = time;
    const author = {
      keyPair,
      key,
      name: "alice",
      space: "KUBECON",
      clock,
      random: systemRandom,
    };
    const { token } = composePresence(author, { tag: "bye", periodSeconds: 30 });
    return new TextEncoder().encode(token);
  }
  return { time, open, watcher, settle, isOnline, stranger, said, goodbyes, goodbye };
}

describe("a goodbye of a person's other terminal", () => {
  it("is answered at once by the one that stays, which never shows itself offline", async () => {
    const { open, watcher, settle, isOnline, said, time } = await setUp();
    const [stays, leaves] = [await open(), await open()];
    await settle();
    const own: unknown[] = [];
    stays.subscribe(() => own.push(isOnline(stays)));
    const theirs: unknown[] = [];
    watcher.subscribe(() => theirs.push(isOnline(watcher)));
    said.length = 0;
    await leaves.close();
    await time.advance(100);
    expect(said).toEqual(["bye", "here"]);
    expect(theirs).toEqual([false, true]);
    expect([isOnline(watcher), isOnline(stays), own.includes(false)]).toEqual([true, true, false]);
  });

  it("is answered so that it counts, though the clock of the one that left was ahead", async () => {
    const { open, watcher, settle, isOnline, time } = await setUp();
    await open();
    const leaves = await open(undefined, () => time.clock() + 30_000);
    await settle();
    await leaves.close();
    await time.advance(100);
    expect(isOnline(watcher)).toBe(true);
    await time.advance(60_000);
    expect(isOnline(watcher)).toBe(true);
  });

  it("is answered once by each that stays, and the answers by nobody", async () => {
    const { open, settle, said, time } = await setUp();
    const [, , leaves] = [await open(), await open(), await open()];
    await settle();
    said.length = 0;
    await leaves.close();
    await time.advance(10_000);
    expect(said).toEqual(["bye", "here", "here"]);
  });

  it("isn't answered by the last one, to whom its own comes back", async () => {
    const { open, watcher, settle, isOnline, said, time } = await setUp();
    const [first, last] = [await open(), await open()];
    await settle();
    said.length = 0;
    await Promise.all([first.close(), last.close()]);
    await time.advance(120_000);
    expect(said).toEqual(["bye", "bye"]);
    expect([isOnline(watcher), isOnline(last)]).toEqual([false, false]);
  });

  it("is answered once in five seconds, however many there are, and at last", async () => {
    const { open, watcher, settle, isOnline, stranger, said, goodbye, time } = await setUp();
    await open();
    await settle();
    said.length = 0;
    for (let count = 0; count < 100; count += 1) {
      await stranger.send(subject, goodbye());
      await time.advance(100);
    }
    await time.advance(5_000);
    expect(said.filter((what) => what === "here")).toHaveLength(3);
    expect(isOnline(watcher)).toBe(true);
  });

  it("isn't answered when a stranger forges or replays it", async () => {
    const { open, settle, stranger, said, goodbyes, goodbye, time } = await setUp();
    const leaves = await open();
    await leaves.close();
    const stays = await open();
    await settle();
    said.length = 0;
    const old = [...goodbyes];
    expect(old).toHaveLength(1);
    for (let second = 0; second < 10; second += 1) {
      for (const data of [...old, goodbye(createUser())]) await stranger.send(subject, data);
      await time.advance(1_000);
    }
    expect(said.filter((what) => what === "here")).toEqual([]);
    expect(stays.getSnapshot().refused.signature).toBe(10);
  });
});
