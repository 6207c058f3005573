import { describe, expect, it } from "vitest";
import {
  createAccount,
  createUser,
  decorateJwt,
  encodeClaims,
  extractJwt,
  extractUserKey,
  formatCreds,
  newUserClaims,
} from "../../src/index.js";
import { codeOf } from "../code-of.js";

const user = createUser();
const seed = new TextDecoder().decode(user.getSeed());
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

// Expectations are answers of jwt 2.8.2.
describe("creds that Go reads in its own way", () => {
  it("keeps a byte order mark, which no bare seed may follow", () => {
    const text = `\ufeff${seed}\n`;
    for (const content of [text, bytes(text)]) {
      expect(extractJwt(content, { mode: "go" })).toBe(text);
      expect(codeOf(() => extractUserKey(content, { mode: "go" }))).toBe("ERR_CREDS_MALFORMED");
    }
  });

  it("looks further after a line with a byte order mark, but not after one with other white space", () => {
    const second = (first: string) => bytes(`${first}${seed}\n${seed}\n`);
    expect(extractUserKey(second("\ufeff"), { mode: "go" }).publicKey).toBe(user.publicKey);
    for (const space of [" ", "\u0085", "\u00a0", "\v"]) {
      expect(codeOf(() => extractUserKey(second(space), { mode: "go" }))).toBe(
        "ERR_CREDS_MALFORMED",
      );
    }
  });
});

describe("creds of tokens that were changed", () => {
  const account = createAccount();
  const token = encodeClaims("user", newUserClaims(user.publicKey), account);
  const other = encodeClaims("user", newUserClaims(user.publicKey, { name: "root" }), account);
  const forged = `${other.slice(0, other.lastIndexOf("."))}${token.slice(token.lastIndexOf("."))}`;

  it("are not written", () => {
    expect(codeOf(() => formatCreds(forged, user))).toBe("ERR_SIGNATURE");
    expect(codeOf(() => decorateJwt(forged))).toBe("ERR_SIGNATURE");
  });

  it("are not written for a signer that is not ours either, which may have signed something else", () => {
    const liar = { publicKey: account.publicKey, sign: () => account.sign(bytes("else")) };
    const unsigned = encodeClaims("user", newUserClaims(user.publicKey), liar);
    expect(codeOf(() => formatCreds(unsigned, user))).toBe("ERR_SIGNATURE");
  });

  it("are written for any token that holds, whenever it was issued", () => {
    for (const good of [token, other]) {
      expect(formatCreds(good, user)).toContain(good);
      expect(decorateJwt(good)).toContain(good);
    }
  });
});
