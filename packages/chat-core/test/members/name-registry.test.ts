import { createAccount, createUser, encodeClaims, type KeyPair } from "@kchat/auth";
import { describe, expect, it } from "vitest";
import { systemRandom } from "../../src/chat/environment.js";
import { createNameRegistry } from "../../src/members/name-registry.js";
import { memoryNetwork } from "../../src/memory/index.js";
import { manualTime } from "../manual-time.js";

function setUp(capacity = 100) {
  const time = manualTime();
  const network = memoryNetwork();
  const account = createAccount();
  const verified: string[] = [];
  let asked = 0;
  const names = createNameRegistry({
    transport: network.connect(),
    clock: time.clock,
    random: systemRandom,
    accounts: [account.getPublicKey()],
    capacity,
    memberSubject: (key) => `member.${key}`,
  });

  const ask = (key: string, name: string) =>
    names.ask(key, name, (proved) => verified.push(proved));

  /** Answers for a member with whatever `reply` returns at that time. */
  function answer(key: string, reply: () => string): void {
    network.connect().subscribe(`member.${key}`, (message) => {
      asked += 1;
      message.respond(new TextEncoder().encode(reply()));
    });
  }
  function jwtOf(member: KeyPair, name: string, minutes: number, issuer = account): string {
    const exp = Math.floor(time.clock() / 1_000) + minutes * 60;
    return encodeClaims("user", { sub: member.getPublicKey(), name, exp, nats: {} }, issuer);
  }
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
  return {
    time,
    network,
    account,
    names,
    ask,
    verified,
    answer,
    jwtOf,
    settle,
    asked: () => asked,
  };
}

describe("createNameRegistry", () => {
  it("asks once, and again when the JWT has expired", async () => {
    const { time, names, ask, verified, answer, jwtOf, settle, asked } = setUp();
    const alice = createUser();
    const key = alice.getPublicKey();
    let jwt = jwtOf(alice, "alice", 10);
    answer(key, () => jwt);
    for (let count = 0; count < 5; count += 1) ask(key, "alice");
    await settle();
    ask(key, "alice");
    await settle();
    expect([asked(), names.isVerified(key, "alice")]).toEqual([1, true]);

    await time.advance(10 * 60_000);
    expect(names.isVerified(key, "alice")).toBe(false);
    ask(key, "alice");
    await settle();
    expect([asked(), names.isVerified(key, "alice")]).toEqual([2, false]);

    jwt = jwtOf(alice, "alice", 10);
    await time.advance(60_000);
    ask(key, "alice");
    await settle();
    expect([asked(), names.isVerified(key, "alice")]).toEqual([3, true]);
    expect(verified).toEqual(["alice", "alice"]);
  });

  it("asks ahead of the expiry, so that a renewed name is verified all along", async () => {
    const { time, names, ask, answer, jwtOf, settle, asked } = setUp();
    const alice = createUser();
    const key = alice.getPublicKey();
    let jwt = jwtOf(alice, "alice", 60);
    answer(key, () => jwt);
    ask(key, "alice");
    await settle();
    await time.advance(50 * 60_000);
    ask(key, "alice");
    await settle();
    expect(asked()).toBe(1);
    jwt = jwtOf(alice, "alice", 60);
    await time.advance(6 * 60_000);
    ask(key, "alice");
    await settle();
    await time.advance(6 * 60_000);
    expect([asked(), names.isVerified(key, "alice")]).toEqual([2, true]);
  });

  it("asks about another name of a member that it knows, and then holds the new one alone", async () => {
    const { time, names, ask, answer, jwtOf, settle } = setUp();
    const alice = createUser();
    const key = alice.getPublicKey();
    let name = "alice";
    answer(key, () => jwtOf(alice, name, 10));
    ask(key, "alice");
    await settle();
    name = "alicia";
    await time.advance(60_000);
    ask(key, "alicia");
    await settle();
    expect([names.isVerified(key, "alicia"), names.isVerified(key, "alice")]).toEqual([
      true,
      false,
    ]);
  });

  it("keeps the newest JWT while it holds, whichever a client of the member answers with", async () => {
    const { time, names, ask, verified, answer, account, settle, asked } = setUp();
    const alice = createUser();
    const key = alice.getPublicKey();
    const issued = Math.floor(time.clock() / 1_000);
    const jwtAt = (name: string, iat: number, minutes: number) => {
      const claims = { sub: key, name, exp: issued + minutes * 60, nats: {} };
      return encodeClaims("user", claims, account, { now: iat });
    };
    const before = jwtAt("alice", issued - 3_600, 60);
    const replies = [before, jwtAt("alicia", issued, 10), before, before];
    answer(key, () => replies[asked() - 1] ?? "");
    const askNext = async (name: string) => {
      const count = asked();
      ask(key, name);
      await expect.poll(asked, { timeout: 15_000 }).toBe(count + 1);
      await settle();
      await time.advance(60_000);
    };
    await askNext("alice");
    await askNext("alicia");
    await askNext("alice");
    expect([names.isVerified(key, "alicia"), names.isVerified(key, "alice")]).toEqual([
      true,
      false,
    ]);
    expect(verified).toEqual(["alice", "alicia"]);
    // What has expired bars nothing.
    await time.advance(10 * 60_000);
    await askNext("alice");
    expect(names.isVerified(key, "alice")).toBe(true);
  });

  it("asks a member that proves nothing once a minute, whatever it sends in between", async () => {
    const { time, names, ask, verified, answer, jwtOf, settle, asked } = setUp();
    const [eve, alice, stranger] = [createUser(), createUser(), createAccount()];
    const proofs = [
      "",
      "x".repeat(100_000),
      jwtOf(alice, "alice", 10),
      jwtOf(eve, "alice", 10, stranger),
      jwtOf(eve, "alice", -1),
      jwtOf(eve, "al\u202eice", 10),
    ];
    answer(eve.getPublicKey(), () => proofs[asked() - 1] ?? "");
    for (let minute = 0; minute < proofs.length; minute += 1) {
      for (let count = 0; count < 50; count += 1) ask(eve.getPublicKey(), "alice");
      await settle();
      expect(asked()).toBe(minute + 1);
      await time.advance(60_000);
    }
    expect(verified).toEqual([]);
    expect(names.isVerified(eve.getPublicKey(), "alice")).toBe(false);
  });

  it("keeps a name verified whose proofs last a minute, renewed when a quarter is left", async () => {
    const { time, names, ask, answer, jwtOf, asked } = setUp();
    const alice = createUser();
    const key = alice.getPublicKey();
    let jwt = jwtOf(alice, "alice", 1);
    answer(key, () => jwt);
    const verified: boolean[] = [];
    for (let heard = 1; heard <= 60; heard += 1) {
      ask(key, "alice");
      await time.advance(5_000);
      if (heard % 9 === 0) jwt = jwtOf(alice, "alice", 1);
      verified.push(names.isVerified(key, "alice"));
    }
    expect(verified).toEqual(verified.map(() => true));
    // Five minutes: less than twice for each proof.
    expect(asked()).toBeLessThan(14);
  });

  it("asks again before a short proof ends when the first answer fails", async () => {
    const { time, names, ask, answer, jwtOf, asked } = setUp();
    const alice = createUser();
    const key = alice.getPublicKey();
    const proofs = [jwtOf(alice, "alice", 0.5), "", jwtOf(alice, "alice", 1)];
    answer(key, () => proofs[asked() - 1] ?? "");
    for (let second = 0; second < 45; second += 1) {
      ask(key, "alice");
      await time.advance(1_000);
      expect(names.isVerified(key, "alice")).toBe(true);
    }
    expect(asked()).toBe(3);
  });

  it("asks for short proofs every five seconds at most, and once a minute when they have ended", async () => {
    const { time, ask, answer, jwtOf, asked } = setUp();
    const eve = createUser();
    const key = eve.getPublicKey();
    let proves = true;
    answer(key, () => (proves ? jwtOf(eve, "eve", 1 / 60) : ""));
    const hear = async (seconds: number, name: string) => {
      for (let count = 0; count < seconds * 10; count += 1) {
        ask(key, name);
        await time.advance(100);
      }
    };
    await hear(10, "eve");
    await hear(10, "alice");
    expect(asked()).toBe(4);
    proves = false;
    await hear(60, "eve");
    expect(asked()).toBe(5);
    await hear(1, "eve");
    expect(asked()).toBe(6);
  });

  it("asks 32 at a time, however many it hears of, and nobody after close", async () => {
    const { network, names, ask, settle } = setUp();
    let asked = 0;
    network.connect().subscribe("member.*", () => (asked += 1));
    for (let count = 0; count < 1_000; count += 1) ask(`member${count}`, "x");
    await settle();
    expect(asked).toBe(32);
    names.close();
    await settle();
    expect(asked).toBe(32);
  });

  it("asks who proved a name before ahead of 500 who never did", async () => {
    const { time, network, ask, jwtOf, settle } = setUp();
    const alice = createUser();
    const askedFor: string[] = [];
    network.connect().subscribe("member.*", ({ subject, respond }) => {
      askedFor.push(subject);
      const isAlice = subject === `member.${alice.getPublicKey()}`;
      respond(new TextEncoder().encode(isAlice ? jwtOf(alice, "alice", 10) : ""));
    });
    ask(alice.getPublicKey(), "alice");
    await settle();
    await time.advance(6 * 60_000);
    askedFor.length = 0;
    for (let count = 0; count < 200; count += 1) ask(`a${count}`, "x");
    ask(alice.getPublicKey(), "alice");
    for (let count = 0; count < 300; count += 1) ask(`b${count}`, "x");
    await expect.poll(() => askedFor.length, { timeout: 15_000 }).toBe(501);
    // The first 32 were under way already.
    expect(askedFor.indexOf(`member.${alice.getPublicKey()}`)).toBe(32);
  });
});
