import { createAccount, createUser } from "@kchat/auth";
import { describe, expect, it } from "vitest";
import { inboxPrefix, provisionerPermissions, requesterPermissions } from "../../src/index.js";

describe("requesterPermissions", () => {
  it("opens the request subject and the requester's own inbox, nothing else", () => {
    const publicKey = createUser().getPublicKey();
    expect(requesterPermissions(publicKey)).toEqual({
      pub: { allow: ["chat.req.access"] },
      sub: { allow: [`_INBOX_${publicKey}.>`] },
    });
  });

  it.each(["*", ">", "x.>", "", createAccount().getPublicKey()])(
    "opens no inbox for %j, which is not a user's key",
    (publicKey) => {
      expect(() => requesterPermissions(publicKey)).toThrow();
      expect(() => inboxPrefix(publicKey)).toThrow();
    },
  );
});

describe("provisionerPermissions", () => {
  it("lets the service hear requests and answer each once, nothing else", () => {
    expect(provisionerPermissions({ subject: "x.access" })).toEqual({
      pub: { deny: [">"] },
      sub: { allow: ["x.access"] },
      resp: { max: 1, ttl: 5_000_000_000 },
    });
  });
});
