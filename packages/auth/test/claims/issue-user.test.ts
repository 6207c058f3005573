import { describe, expect, it } from "vitest";
import {
  createAccount,
  createUser,
  decodeUser,
  hasEmptyPermissions,
  type IssueUserOptions,
  issueUser,
  issueUserAsync,
  newAccountClaims,
} from "../../src/index.js";
import { codeOf } from "../code-of.js";

const account = createAccount();
const scoped = createAccount();
const plain = createAccount();
const user = createUser();
const claims = newAccountClaims(account.publicKey, {
  name: "A",
  nats: {
    signing_keys: [
      plain.publicKey,
      {
        kind: "user_scope",
        key: scoped.publicKey,
        role: "chatter",
        template: { pub: { allow: ["chat.{{name()}}", "room.{{tag(room)}}"] }, subs: -1 },
      },
    ],
  },
});
const options = (extra: Partial<IssueUserOptions> = {}): IssueUserOptions => ({
  user: user.publicKey,
  account: claims,
  name: "ada",
  tags: ["room:Lobby"],
  ...extra,
});

describe("issueUser", () => {
  it("issues an empty user under a scoped key, with its account and untouched tags", () => {
    const decoded = decodeUser(issueUser(scoped, options({ now: 100, expiresInSeconds: 60 })));
    expect(decoded).toMatchObject({ iat: 100, exp: 160, name: "ada", sub: user.publicKey });
    expect(decoded.nats.issuer_account).toBe(account.publicKey);
    expect(decoded.nats.tags).toEqual(["room:Lobby"]);
    expect(hasEmptyPermissions(decoded)).toBe(true);
  });

  it("writes the grant of a plain key, unlimited but for what is given", () => {
    const grant = { pub: { allow: ["a.>"] }, payload: 1024, subs: undefined };
    expect(decodeUser(issueUser(plain, options({ grant }))).nats).toMatchObject({
      pub: { allow: ["a.>"] },
      subs: -1,
      data: -1,
      payload: 1024,
    });
  });

  it.each(["*", ">", "x.>", "a.b", "{{subject()}}"])(
    "refuses the name %j, which would widen or break the template",
    (name) => {
      expect(codeOf(() => issueUser(scoped, options({ name })))).toBe("ERR_TEMPLATE");
    },
  );

  it.each(["room:*", "room:>", "room:a.b"])("refuses the tag %j for the same reason", (tag) => {
    expect(codeOf(() => issueUser(scoped, options({ tags: [tag] })))).toBe("ERR_TEMPLATE");
  });

  it("refuses a signer that is no key of the account", () => {
    expect(codeOf(() => issueUser(createAccount(), options()))).toBe("ERR_CLAIM_ISSUER");
  });

  it("refuses to leave the grant to a key without a scope, and to add one to a scope", () => {
    expect(codeOf(() => issueUser(plain, options()))).toBe("ERR_SCOPED_USER");
    expect(codeOf(() => issueUser(account, options()))).toBe("ERR_SCOPED_USER");
    expect(codeOf(() => issueUser(scoped, options({ grant: {} })))).toBe("ERR_SCOPED_USER");
    const byKey = options({ account: account.publicKey });
    expect(codeOf(() => issueUser(account, byKey))).toBe("ERR_SCOPED_USER");
  });

  it("refuses what servers would refuse, unless told otherwise", () => {
    const broken = options({ grant: { pub: { allow: ["a..b"] } } });
    expect(codeOf(() => issueUser(plain, broken))).toBe("ERR_CLAIM_INVALID");
    expect(codeOf(() => issueUser(plain, { ...broken, invalid: "issue" }))).toBe("accepted");
  });

  it("takes canonical keys only", () => {
    for (const extra of [{ user: `${user.publicKey}A` }, { account: `${account.publicKey}A` }]) {
      expect(codeOf(() => issueUser(scoped, options(extra)))).toBe("ERR_KEY_NOT_CANONICAL");
    }
  });

  it("gives the same token through an asynchronous signer", async () => {
    const remote = { publicKey: scoped.publicKey, sign: async (d: Uint8Array) => scoped.sign(d) };
    const at = options({ now: 5, lastIssuedAt: 9 });
    const token = await issueUserAsync(remote, at);
    expect(token).toBe(issueUser(scoped, at));
    expect(decodeUser(token).iat).toBe(10);
  });
});
