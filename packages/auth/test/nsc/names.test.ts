import { basename, dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AuthError } from "../../src/index.js";
import { namesClash, safeName } from "../../src/nsc/names.js";

describe("safeName", () => {
  it.each([
    "KO",
    "chat-access",
    "Synadia Communications, Inc.x",
    "KUBECON <&> ✓ é",
    "a:b",
    "日本",
    "console",
  ])("accepts %j", (name) => {
    expect(safeName("account", name)).toBe(name);
  });

  it.each([
    "",
    " ",
    " KO",
    "KO ",
    ".",
    "..",
    "../KO",
    "a/b",
    "a\\b",
    "/etc/passwd",
    "C:\\x",
    ".nsc",
    "x.",
    "a\0b",
    "a\nb",
    "a\u0085b",
    "a\u2028b",
    "a\u202eb",
    "\ud800",
    "CON",
    "nul.jwt",
    "LPT9",
    "x".repeat(201),
    "é".repeat(101),
  ])("refuses %j", (name) => {
    expect(() => safeName("account", name)).toThrow(expect.objectContaining({ code: "ERR_NAME" }));
  });

  it("lets no text out of its directory", () => {
    const segment = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[./\\ ~:%0-9a-z\0\n]*$/),
    );
    fc.assert(
      fc.property(segment, (name) => {
        try {
          safeName("user", name);
        } catch (error) {
          expect(AuthError.isInstance(error)).toBe(true);
          return;
        }
        const path = join("/store/users", `${name}.jwt`);
        expect(dirname(path)).toBe("/store/users");
        expect(basename(path)).toBe(`${name}.jwt`);
      }),
      { numRuns: 700 },
    );
  });
});

describe("namesClash", () => {
  it("finds names that differ in case or normal form alone", () => {
    expect(namesClash("KUBECON", "kubecon")).toBe(true);
    expect(namesClash("caf\u00e9", "cafe\u0301")).toBe(true);
    expect(namesClash("KO", "KO")).toBe(false);
    expect(namesClash("KO", "KC")).toBe(false);
  });
});
