import { describe, expect, it } from "vitest";
import { parseRoute, spaceSubjects } from "../../src/space/subjects.js";

describe("spaceSubjects", () => {
  it("names the subjects that the Go chat uses", () => {
    const { online, posts, dms, allPosts } = spaceSubjects("KUBECON");
    expect([online, posts("NATS"), dms("UX"), allPosts]).toEqual([
      "chat.KUBECON.online",
      "chat.KUBECON.posts.NATS",
      "chat.KUBECON.dms.UX",
      "chat.KUBECON.posts.*",
    ]);
  });

  it.each(["", "a.b", "*", ">", "a b"])("refuses the space %j", (space) => {
    expect(() => spaceSubjects(space)).toThrow(
      expect.objectContaining({ code: "ERR_CHAT_OPTION" }),
    );
  });
});

describe("parseRoute", () => {
  it("reads back what spaceSubjects writes", () => {
    const { online, posts, dms } = spaceSubjects("S");
    expect(parseRoute("S", online)).toEqual({ kind: "online" });
    expect(parseRoute("S", posts("c"))).toEqual({ kind: "post", channel: "c" });
    expect(parseRoute("S", dms("U"))).toEqual({ kind: "dm", recipient: "U" });
  });

  it.each([
    "chat.T.online",
    "chat.S.online.x",
    "chat.S.posts",
    "chat.S.posts.a.b",
    "chat.S.posts.cafe\u0301",
    "chat.S.acts.c.U",
    "other.S.online",
    "",
  ])("doesn't take %j for a subject of the space", (subject) => {
    expect(parseRoute("S", subject)).toBeUndefined();
  });
});
