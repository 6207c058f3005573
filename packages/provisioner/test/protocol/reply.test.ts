import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeLegacyRefusal, encodeReply, parseReply } from "../../src/protocol/reply.js";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("parseReply", () => {
  it("reads what was encoded", () => {
    const error = { code: "ERR_QUOTA", message: "later", retryAfterMs: 5 } as const;
    expect(parseReply(encodeReply({ jwt: "a.b.c" }))).toEqual({ jwt: "a.b.c" });
    expect(parseReply(encodeReply({ error }))).toEqual({ error });
  });

  it("takes the answer to a tutorial client for no reply of this protocol", () => {
    expect(new TextDecoder().decode(encodeLegacyRefusal())).toMatch(/^-ERR '.*'$/);
    expect(parseReply(encodeLegacyRefusal())).toBeUndefined();
  });

  it("lets no control character of a message through", () => {
    const reply = parseReply(
      bytes('{"error":{"code":"ERR_BUSY","message":"\\u001b[2J\\u202ehi"}}'),
    );
    expect(reply).toEqual({ error: { code: "ERR_BUSY", message: "[2Jhi" } });
  });

  it.each([
    "",
    "null",
    "[]",
    "{}",
    '{"jwt":1}',
    '{"error":{"code":"ERR_X","message":"y"}}',
    '{"error":"no"}',
  ])("takes %j for no reply", (text) => {
    expect(parseReply(bytes(text))).toBeUndefined();
  });

  it("takes what is far too long for no reply", () => {
    expect(parseReply(bytes(JSON.stringify({ jwt: "x".repeat(20_000) })))).toBeUndefined();
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (payload) => {
        expect(parseReply(payload)).toBeUndefined();
      }),
    );
  });
});
