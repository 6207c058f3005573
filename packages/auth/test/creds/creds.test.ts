import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findBlocks } from "../../src/creds/blocks.js";
import {
  createAccount,
  createOperator,
  createServer,
  createUser,
  decorateSeed,
  encodeClaims,
  encodeClaimsAsync,
  extractJwt,
  formatCreds,
  issueUser,
  newAccountClaims,
  newUserClaims,
  parseCreds,
  type Signer,
} from "../../src/index.js";
import { codeOf } from "../code-of.js";

const account = createAccount();
const user = createUser();
const jwtOf = (key: string): string =>
  issueUser(account, { user: key, account: account.publicKey, name: "ada", grant: {} });
const token = jwtOf(user.publicKey);
const creds = formatCreds(token, user);

describe("parseCreds", () => {
  it.each([
    ["as written", creds],
    ["with CRLF", creds.replaceAll("\n", "\r\n")],
    ["cut after the seed's end line", creds.slice(0, creds.indexOf("SEED------") + 10)],
    ["with other labels", creds.replaceAll("USER NKEY SEED", "USER PRIVATE KEY")],
    ["with text around", `# mine\n${creds}\n# end`],
  ])("reads creds %s", (_, text) => {
    for (const content of [text, new TextEncoder().encode(text)]) {
      const { jwt, keyPair } = parseCreds(content);
      expect(jwt).toBe(token);
      expect(keyPair.publicKey).toBe(user.publicKey);
    }
  });

  it("refuses a token and a seed of different users", () => {
    const other = createUser();
    const mixed = creds.replace(
      new TextDecoder().decode(user.getSeed()),
      new TextDecoder().decode(other.getSeed()),
    );
    expect(codeOf(() => parseCreds(mixed))).toBe("ERR_CREDS_MISMATCH");
    expect(parseCreds(mixed, { mode: "go" }).keyPair.publicKey).toBe(other.publicKey);
  });

  it("refuses a token that was changed", () => {
    const jwt = extractJwt(creds);
    const changed = creds.replace(jwt, `${jwt.slice(0, -4)}AAAA`);
    expect(codeOf(() => parseCreds(changed))).toMatch(/ERR_SIGNATURE|ERR_TOKEN_MALFORMED/);
  });

  it.each([
    ["nothing", ""],
    ["prose", "hello"],
    ["only a token", extractJwt(creds)],
  ])("refuses %s", (_, text) => {
    expect(codeOf(() => parseCreds(text))).toBe("ERR_CREDS_MALFORMED");
  });

  it("never repeats a seed in an error", () => {
    const seed = new TextDecoder().decode(user.getSeed());
    for (const text of [creds.replace(seed, `${seed}A`), creds.replace(seed, seed.slice(0, -1))]) {
      try {
        parseCreds(text);
        expect.unreachable();
      } catch (error) {
        expect(String(error)).not.toContain(seed.slice(2, 20));
      }
    }
  });
});

describe("formatCreds", () => {
  it("takes a token just issued for whom it was signed, whatever became of the claim since", async () => {
    const other = createUser();
    const claims = { ...newUserClaims(user.publicKey, { name: "ada" }) };
    const slow: Signer = {
      publicKey: account.publicKey,
      async sign(data) {
        claims.sub = other.publicKey;
        return account.sign(data);
      },
    };
    const jwt = await encodeClaimsAsync("user", claims, slow);
    expect(codeOf(() => formatCreds(jwt, other))).toBe("ERR_CREDS_MISMATCH");
    expect(parseCreds(formatCreds(jwt, user)).keyPair.publicKey).toBe(user.publicKey);
  });

  it("refuses a token just issued to an account", () => {
    const token = encodeClaims("account", newAccountClaims(account.publicKey), createOperator());
    expect(codeOf(() => formatCreds(token, user))).toBe("ERR_TOKEN_KIND");
  });
});

describe("findBlocks", () => {
  // The expression of jwt's creds_utils.go, which backtracks; ours has to find the same. In Go `.` is all but \n.
  const reference =
    /\s*(?:(?:[-]{3,}[^\n]*[-]{3,}\r?\n)([\w\-.=]+)(?:\r?\n[-]{3,}[^\n]*[-]{3,}(\r?\n|$(?![\s\S]))))/g;

  it("finds what Go's expression finds", () => {
    const piece = fc.constantFrom("---", "------", "-", "a", "B_1.=", "\n", "\r\n", "\r", " ", "x");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const text = pieces.join("");
        const expected = [...text.matchAll(reference)].map((match) => match[1]);
        expect(findBlocks(text)).toEqual(expected);
      }),
      { numRuns: 5_000, examples: [[["---", "\r", "---", "\n", "---", "\r\n", "------"]]] },
    );
  });
});

describe("decorateSeed", () => {
  it("decorates the seeds of operators, accounts and users only", () => {
    expect(decorateSeed(user)).toContain("-----BEGIN USER NKEY SEED-----");
    expect(codeOf(() => decorateSeed(createServer()))).toBe("ERR_KEY_KIND");
  });
});
