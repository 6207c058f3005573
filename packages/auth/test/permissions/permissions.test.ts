import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allow,
  can,
  createUser,
  deny,
  fromUser,
  isBlocking,
  newUserClaims,
  parseSubjectTemplate,
  permissions,
  respond,
  subject,
  validateClaims,
} from "../../src/index.js";
import { withinCpuTime } from "../cpu-time.js";

const code = (expected: string) => expect.objectContaining({ code: expected });

describe("permissions", () => {
  it("writes what claims hold", () => {
    expect(
      permissions(
        allow("publish", subject`chat.${"lobby"}.posts.${fromUser.subject()}`),
        allow("subscribe", ["chat.*.posts.*", subject`_INBOX_${fromUser.subject()}.>`]),
        deny("publish", "chat.admin.>"),
        respond({ max: 2, ttlMs: 5_000 }),
      ),
    ).toEqual({
      pub: { allow: ["chat.lobby.posts.{{subject()}}"], deny: ["chat.admin.>"] },
      sub: {
        allow: ["chat.*.posts.*", "_INBOX_{{subject()}}.>"],
        deny: ["chat.*.posts.*.>"],
      },
      resp: { max: 2, ttl: 5_000_000_000 },
    });
  });

  it("drops what another grant covers, but not queue grants", () => {
    const made = permissions(
      allow("subscribe", ["a.b", "a.>"]),
      allow("subscribe", "a.b", { queue: "q" }),
    );
    expect(made.sub?.allow).toEqual(["a.>", "a.b q"]);
  });

  it.each([
    ["no subject at all", () => allow("publish", []), "ERR_PERMISSION"],
    ["a wrong subject", () => allow("publish", "a..b"), "ERR_SUBJECT"],
    ["a queue smuggled in as a subject", () => allow("subscribe", "a q"), "ERR_SUBJECT"],
    ["a wrong queue", () => allow("subscribe", "a", { queue: "q q" }), "ERR_SUBJECT"],
    ["an unknown function", () => allow("publish", "a.{{nome()}}"), "ERR_TEMPLATE"],
    ["unmatched braces", () => allow("publish", "a.{{name()}"), "ERR_TEMPLATE"],
    [
      "a tag in upper case, which never matches",
      () => allow("publish", "a.{{tag(ROOM)}}"),
      "ERR_TEMPLATE",
    ],
    ["a function in upper case", () => allow("publish", "a.{{TAG(room)}}"), "ERR_TEMPLATE"],
    ["a value with a wildcard", () => subject`dms.${"*"}`, "ERR_SUBJECT"],
    ["a value with dots", () => subject`dms.${"a.b"}`, "ERR_SUBJECT"],
    ["a value with a placeholder", () => subject`dms.${"{{name()}}"}`, "ERR_SUBJECT"],
    ["an empty value", () => subject`dms.${""}`, "ERR_SUBJECT"],
    ["no replies", () => respond({ max: 0 }), "ERR_PERMISSION"],
    ["replies in no time", () => respond({ ttlMs: 0 }), "ERR_PERMISSION"],
    ["two respond", () => permissions(respond(), respond()), "ERR_PERMISSION"],
    [
      "a grant that a ban covers",
      () => permissions(allow("publish", "a.b"), deny("publish", "a.>")),
      "ERR_PERMISSION",
    ],
    [
      "a queue beside a template",
      () =>
        permissions(
          allow("subscribe", "work", { queue: "q" }),
          allow("subscribe", subject`a.${fromUser.name()}`),
        ),
      "ERR_PERMISSION",
    ],
    [
      "a tail that can't be closed",
      () => permissions(allow("subscribe", ["a.*", "a.b.c"])),
      "ERR_PERMISSION",
    ],
  ])("refuses %s", (_, make, expected) => {
    expect(make).toThrow(code(expected));
  });

  it("leaves a tail open when told to", () => {
    const made = permissions(allow("subscribe", ["a.*", "a.b.c"], { tail: "open" }));
    expect(made.sub).toEqual({ allow: ["a.*", "a.b.c"] });
    expect(can(made, "subscribe", "a.>")).toBe(true);
  });

  it("normalises placeholders so that no blank splits the entry", () => {
    expect(parseSubjectTemplate("a.{{ name() }}.b")).toBe("a.{{name()}}.b");
  });

  it("never makes what validation or the stricter profile objects to", () => {
    const token = fc.constantFrom("a", "b", "*");
    const text = fc.array(token, { minLength: 1, maxLength: 3 }).map((tokens) => tokens.join("."));
    const grants = fc.array(
      fc.oneof(
        text.map((s) => allow("publish", s)),
        text.map((s) => allow("subscribe", s, { queue: "q" })),
        text.map((s) => allow("subscribe", s)),
        text.map((s) => deny("subscribe", s)),
      ),
      { maxLength: 4 },
    );
    const key = createUser().getPublicKey();
    let made = 0;
    fc.assert(
      fc.property(grants, (list) => {
        let nats: ReturnType<typeof permissions>;
        try {
          nats = permissions(...list);
        } catch (error) {
          expect(error).toEqual(code("ERR_PERMISSION"));
          return;
        }
        made++;
        const base = newUserClaims(key);
        const { issues, strict } = validateClaims("user", {
          ...base,
          nats: { ...base.nats, ...nats },
        });
        expect([...issues, ...strict]).toEqual([]);
        expect(isBlocking(issues)).toBe(false);
      }),
      { numRuns: 500 },
    );
    expect(made).toBeGreaterThan(100);
  });

  it("answers questions about a megabyte of permissions in linear time", () => {
    const list = Array.from(
      { length: 60_000 },
      (_, index) => `room.${index}.*.${"abc"[index % 3]}`,
    );
    const may = (subject: string) =>
      withinCpuTime(3_000, () => can({ sub: { allow: list } }, "subscribe", subject));
    expect(may("room.59999.x.c")).toBe(true);
    expect(may("room.60000.x.c")).toBe(false);
  });

  it("compares a queue of a megabyte with no more of each entry than decides", () => {
    const queue = "x.".repeat(1 << 19);
    const list = Array.from({ length: 20_000 }, (_, index) => `> *.${index}.*`);
    const may = (allow: string[]) =>
      withinCpuTime(3_000, () => can({ sub: { allow } }, "subscribe", "a.b", { queue }));
    expect(may(list)).toBe(false);
    expect(may([...list, "> x.>"])).toBe(true);
  });
});
