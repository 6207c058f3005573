import { describe, expect, it } from "vitest";
import { clipName, namesOf } from "../../src/places/names.js";
import { channelOf, keyOf, me, memberOf, messageOf, snapshotOf } from "../fixtures/snapshot.js";

const alice = memberOf("alice");
const twin = (name: string) => ({ ...memberOf(name), key: keyOf(`twin of ${name}`) });

describe("namesOf", () => {
  it("calls a member by the name alone when nobody else has it", () => {
    expect(namesOf(snapshotOf({ members: [me, alice] }))(alice)).toBe("alice");
  });

  it.each([
    ["the same name", "alice"],
    ["the name in capitals", "ALICE"],
    ["the name with something invisible in it", "al\u200bi\u202ece"],
    ["the name in full width", "ａｌｉｃｅ"],
    ["the name with blanks around it", " alice "],
  ])("adds the key's end to both when one takes %s", (_, name) => {
    const other = twin(name);
    const names = namesOf(snapshotOf({ members: [me, alice, other] }));
    expect(names(alice)).toBe(`alice·${alice.key.slice(-6)}`);
    expect(names(other).endsWith(`·${other.key.slice(-6)}`)).toBe(true);
  });

  it("doesn't depend on who came first", () => {
    const other = twin("alice");
    const forth = namesOf(snapshotOf({ members: [me, alice, other] }));
    const back = namesOf(snapshotOf({ members: [other, alice, me] }));
    expect(forth(alice)).toBe(back(alice));
    expect(forth(other)).toBe(back(other));
  });

  it("adds the key's end to a name that looks as if it had one already", () => {
    const forger = memberOf(`alice·${alice.key.slice(-6)}`);
    const names = namesOf(snapshotOf({ members: [me, alice, forger] }));
    expect(names(forger)).toBe(`${forger.name}·${forger.key.slice(-6)}`);
  });

  it("tells one who isn't a member apart from the member whose name they write under", () => {
    const other = twin("alice");
    const channels = [channelOf("General", { messages: [messageOf(other, "it's me")] })];
    const names = namesOf(snapshotOf({ members: [me, alice], channels }));
    expect(names(other)).not.toBe(names(alice));
  });

  it("tells one who takes my own name apart from me", () => {
    const other = twin(me.name);
    const names = namesOf(snapshotOf({ members: [me, other] }));
    expect(names(me)).toBe(`wally·${me.key.slice(-6)}`);
  });

  it("calls one without a name by the key's end", () => {
    expect(namesOf(snapshotOf())({ key: alice.key, name: "\u200b" })).toBe(
      `·${alice.key.slice(-6)}`,
    );
  });
});

describe("clipName", () => {
  it.each([
    ["alexander·BMOQG5", 12, "alex…·BMOQG5"],
    ["alexander", 6, "alexa…"],
    ["al", 6, "al"],
  ])("cuts %s to %i columns and keeps what tells it apart", (name, width, cut) => {
    expect(clipName(name, width)).toBe(cut);
  });
});
