import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  AuthError,
  createAccount,
  createUser,
  decodePublicKey,
  isPublicKey,
  parsePublicKey,
  type UserKey,
} from "../../src/index.js";

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (AuthError.isInstance(error)) return error.code;
    throw error;
  }
  return "accepted";
};

const BASE32 = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"];

describe("parsePublicKey", () => {
  const user = createUser().publicKey;

  it("brands a key of the kind that was asked for", () => {
    const key = parsePublicKey(user, "user");
    expectTypeOf(key).toEqualTypeOf<UserKey>();
    expect(key).toBe(user);
  });

  it("refuses a key of another kind", () => {
    expect(codeOf(() => parsePublicKey(createAccount().publicKey, "user"))).toBe("ERR_KEY_KIND");
  });

  it.each(BASE32.map((extra) => user + extra))("refuses the second spelling %s", (spelling) => {
    expect(codeOf(() => parsePublicKey(spelling))).toBe("ERR_KEY_NOT_CANONICAL");
    expect(parsePublicKey(spelling, "user", { mode: "go" })).toBe(user);
  });

  it("refuses line breaks wherever Go skips them", () => {
    for (const at of [0, 1, 28, 56]) {
      const spelling = `${user.slice(0, at)}\r\n${user.slice(at)}`;
      expect(codeOf(() => parsePublicKey(spelling))).toBe("ERR_KEY_NOT_CANONICAL");
      expect(parsePublicKey(spelling, "user", { mode: "go" })).toBe(user);
    }
  });

  it("refuses every single changed character", () => {
    for (let at = 0; at < user.length; at += 1) {
      const other = user[at] === "A" ? "B" : "A";
      expect(isPublicKey(user.slice(0, at) + other + user.slice(at + 1))).toBe(false);
    }
  });

  it("accepts exactly one spelling of any 32 bytes, among texts near it", () => {
    const near = fc.tuple(fc.nat(56), fc.constantFrom(...BASE32, "\n", "a", "=", " ", "0", "é"));
    fc.assert(
      fc.property(near, fc.boolean(), ([at, piece], replace) => {
        const text = user.slice(0, at) + piece + user.slice(replace ? at + 1 : at);
        expect(isPublicKey(text)).toBe(text === user);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never lets a caller change what it knows about a key", () => {
    const key = createUser().publicKey;
    decodePublicKey(key).bytes.fill(0);
    expect([...decodePublicKey(key).bytes]).not.toEqual(Array.from({ length: 32 }, () => 0));
  });

  it("says no to what is no text at all", () => {
    expect(() => parsePublicKey(undefined as unknown as string)).toThrow(TypeError);
    expect(isPublicKey(null as unknown as string)).toBe(false);
  });
});
