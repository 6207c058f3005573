import { describe, expect, it } from "vitest";
import { parseSubjectTemplate, previewScope, validateClaims } from "../../src/index.js";
import { codeOf } from "../code-of.js";

const subject = "U";
const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe("templates with a megabyte of malice", () => {
  it("take what replacing would take for a pattern as text: it grew to gigabytes", () => {
    const entry = `a {{${"$& ".repeat(100_000)}}}`;
    const template = { pub: { allow: [entry] } };
    const scope = { kind: "user_scope", key: "A", role: "", template } as const;
    const claims = { sub: "A", nats: { signing_keys: [scope] } };
    const { strict } = validateClaims("account", claims);
    expect(strict.some(({ rule }) => rule === "template")).toBe(true);
    expect(codeOf(() => parseSubjectTemplate(entry))).toBe("ERR_TEMPLATE");
  });

  it.each([
    ["every placeholder looks through all tags", many(20_000, () => "{{tag(x)}}"), "x"],
    ["different tags", many(20_000, (i) => `{{tag(x${i})}}`), "x"],
    ["every entry becomes a long one", many(20_000, () => "{{name()}}"), "x".repeat(4000)],
    ["sixty-four times in each", many(1_000, () => "{{name()}}.".repeat(64)), "x".repeat(50)],
  ])("are refused where %s", (_, allow, name) => {
    const tags = many(20_000, (i) => `y:${i}`);
    const { outcome, refusals } = previewScope({ pub: { allow } }, { subject, name, tags });
    expect(outcome).toBe("refused");
    expect(refusals[0]?.reason).toBe("its list takes more than 2000000 steps to expand");
  });

  it("are expanded as servers do up to what servers hold", () => {
    const tags = many(64, (i) => `room:${i}`);
    const allow = ["chat.{{tag(room)}}.{{tag(room)}}.{{subject()}}"];
    const { permissions } = previewScope({ pub: { allow } }, { subject, tags });
    expect(permissions.pub?.allow).toHaveLength(4096);
    const entries = many(10_000, (i) => `room.${i}.{{name()}}.>`);
    const long = previewScope({ sub: { allow: entries } }, { subject, name: "ada" });
    expect(long.permissions.sub?.allow).toHaveLength(10_000);
  });
});
