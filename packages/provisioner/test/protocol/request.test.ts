import { createUser } from "@kchat/auth";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeRequest, maxRequestBytes, parseRequest } from "../../src/protocol/request.js";

const request = {
  name: "wally",
  publicKey: createUser().getPublicKey(),
  proof: { at: 1, nonce: "n".repeat(22), signature: "s".repeat(86) },
};
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe("parseRequest", () => {
  it("reads what was encoded", () => {
    expect(parseRequest(encodeRequest(request))).toEqual(request);
  });

  it("has room for the longest request there can be", () => {
    const longest = { ...request, name: "n".repeat(64) };
    longest.proof = { ...request.proof, at: Number.MAX_SAFE_INTEGER, nonce: "n".repeat(64) };
    expect(encodeRequest(longest).length).toBeLessThanOrEqual(maxRequestBytes);
    expect(parseRequest(encodeRequest(longest))).toEqual(longest);
  });

  it("leaves out whatever else stands in a request", () => {
    const parsed = parseRequest(bytes({ ...request, tags: ["room:*"], permissions: {} }));
    expect(parsed).toEqual(request);
  });

  it.each([
    "*",
    ">",
    "x.y",
    "x.>",
    "",
    " ",
    "a b",
    "a\n",
    "a\u0000",
    "e\u0301",
    "é",
    "а",
    "n".repeat(65),
  ])("refuses %j as a name", (name) => {
    expect(parseRequest(bytes({ ...request, name }))).toMatchObject({ code: "ERR_NAME_INVALID" });
  });

  it.each([
    ["an account's key", "A".repeat(56)],
    ["a seed", "SUAAA"],
    ["lower case", request.publicKey.toLowerCase()],
    ["no text", 5],
  ])("refuses %s as a key", (_, publicKey) => {
    expect(parseRequest(bytes({ ...request, publicKey }))).toMatchObject({
      code: "ERR_KEY_INVALID",
    });
  });

  it.each([
    ["an empty request", ""],
    ["a bare name", "wally"],
    ["a list", "[]"],
    ["null", "null"],
    ["broken JSON", '{"name":"x"'],
    ["no proof", JSON.stringify({ ...request, proof: undefined })],
    ["a proof that is text", JSON.stringify({ ...request, proof: "yes" })],
  ])("refuses %s", (_, text) => {
    expect(parseRequest(new TextEncoder().encode(text))).toMatchObject({ code: "ERR_MALFORMED" });
  });

  it.each([
    { at: "1" },
    { at: 1.5 },
    { at: -1 },
    { at: 1e300 },
    { nonce: "short" },
    { nonce: "n\n".repeat(10) },
    { nonce: "n".repeat(65) },
    { signature: "s".repeat(85) },
    { signature: `${"s".repeat(85)}=` },
  ])("refuses a proof with %j", (changes) => {
    const proof = { ...request.proof, ...changes };
    expect(parseRequest(bytes({ ...request, proof }))).toMatchObject({ code: "ERR_MALFORMED" });
  });

  it("refuses what is too long before it reads it", () => {
    expect(parseRequest(new Uint8Array(maxRequestBytes + 1))).toMatchObject({
      code: "ERR_TOO_LARGE",
    });
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (payload) => {
          expect(parseRequest(payload)).toHaveProperty("code");
        },
      ),
    );
  });
});
