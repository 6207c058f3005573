import { describe, expect, it } from "vitest";
import {
  base64urlEncode,
  createAccount,
  createOperator,
  createUser,
  decodeAccount,
  decodeGeneric,
  decodeToken,
  decodeUser,
  encodeClaims,
  type KeyPair,
  newAccountClaims,
  newUserClaims,
} from "../../src/index.js";
import { codeOf } from "../code-of.js";
import { withinCpuTime } from "../cpu-time.js";

const account = createAccount();
const user = createUser();
const token = encodeClaims("user", newUserClaims(user.publicKey, { name: "ada" }), account);
const HEADER = '{"typ":"JWT","alg":"ed25519-nkey"}';

/** A token of any payload text, signed in the style of version 2. */
function signed(payload: string, signer: KeyPair = account, header = HEADER): string {
  const covered = `${base64urlEncode(header)}.${base64urlEncode(payload)}`;
  return `${covered}.${base64urlEncode(signer.sign(new TextEncoder().encode(covered)))}`;
}

function userPayload(extra: string, nats = '"type":"user","version":2'): string {
  return `{"iss":"${account.publicKey}","sub":"${user.publicKey}",${extra}"nats":{${nats}}}`;
}

describe("decodeToken in strict mode", () => {
  it("has one text for one token", () => {
    const last = token.at(-1) as string;
    const others = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
      .filter((character) => character !== last)
      .map((character) => token.slice(0, -1) + character);
    const accepted = others.filter((other) => codeOf(() => decodeToken(other)) === "accepted");
    expect(accepted).toEqual([]);
    const byGo = others.filter(
      (other) => codeOf(() => decodeToken(other, { mode: "go" })) === "accepted",
    );
    expect(byGo).toHaveLength(15);
    for (const other of [`${token}\n`, token.replace(".", ".\n"), `${token}=`, ` ${token}`]) {
      expect(codeOf(() => decodeToken(other))).toBe("ERR_TOKEN_MALFORMED");
    }
  });

  it("refuses every flipped bit of the payload and the signature", () => {
    for (let at = token.indexOf(".") + 1; at < token.length; at += 3) {
      if (token[at] === ".") continue;
      const flipped = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      expect(codeOf(() => decodeToken(flipped))).not.toBe("accepted");
    }
  });

  it("refuses members that only differ in case, or are there twice", () => {
    expect(codeOf(() => decodeToken(signed(userPayload('"exp":1,"EXP":9,'))))).toBe(
      "ERR_CLAIM_MALFORMED",
    );
    expect(codeOf(() => decodeToken(signed(userPayload('"exp":1,"exp":9,'))))).toBe(
      "ERR_JSON_MALFORMED",
    );
    expect(decodeUser(signed(userPayload('"exp":1,"EXP":9,')), { mode: "go" }).exp).toBe(9);
    expect(decodeUser(signed(userPayload('"exp":1,"exp":9,')), { mode: "go" }).exp).toBe(9);
  });

  it("refuses a subject or issuer in another spelling", () => {
    const sub = userPayload("").replace(user.publicKey, `${user.publicKey}A`);
    expect(codeOf(() => decodeToken(signed(sub)))).toBe("ERR_CLAIM_SUBJECT");
    const iss = userPayload("").replace(account.publicKey, `${account.publicKey}A`);
    expect(codeOf(() => decodeToken(signed(iss)))).toBe("ERR_KEY_NOT_CANONICAL");
    expect(codeOf(() => decodeToken(signed(iss), { mode: "go" }))).toBe("accepted");
  });

  it("drops members that no claim has, and keeps the prototype clean", () => {
    const decoded = decodeUser(
      signed(
        userPayload('"__proto__":{"admin":true},"other":1,', '"type":"user","version":2,"x":1'),
      ),
    );
    expect(Object.keys(decoded).sort()).toEqual(["iss", "nats", "sub"]);
    expect("admin" in decoded || "admin" in {}).toBe(false);
  });

  it("refuses claims of the wrong kind of signer, version or JSON type", () => {
    const operator = createOperator();
    const byOperator = userPayload("").replace(account.publicKey, operator.publicKey);
    expect(codeOf(() => decodeToken(signed(byOperator, operator)))).toBe("ERR_CLAIM_ISSUER");
    const cases = [
      ['"type":"user","version":3', "ERR_TOKEN_VERSION"],
      ['"type":"user"', "ERR_TOKEN_VERSION"],
      ['"type":"server","version":2', "ERR_TOKEN_KIND"],
      ['"type":"user","version":2,"subs":1.0', "ERR_CLAIM_MALFORMED"],
      ['"type":"user","version":2,"subs":"1"', "ERR_CLAIM_MALFORMED"],
      ['"type":"user","version":2,"subs":9223372036854775808', "ERR_CLAIM_MALFORMED"],
      ['"type":"user","version":2,"pub":{"allow":[null]}', "ERR_CLAIM_MALFORMED"],
    ] as const;
    for (const [nats, code] of cases) {
      expect(codeOf(() => decodeToken(signed(userPayload("", nats))))).toBe(code);
    }
  });

  it("says which kind came instead of the expected one", () => {
    expect(codeOf(() => decodeAccount(token))).toBe("ERR_TOKEN_KIND");
  });

  it("takes only UTF-8", () => {
    const bytes = Buffer.from(userPayload('"name":"X",'));
    bytes[bytes.indexOf('"X"') + 1] = 0xff;
    const covered = `${base64urlEncode(HEADER)}.${base64urlEncode(bytes)}`;
    const broken = `${covered}.${base64urlEncode(account.sign(Buffer.from(covered)))}`;
    expect(codeOf(() => decodeToken(broken))).toBe("ERR_TOKEN_MALFORMED");
    expect(decodeUser(broken, { mode: "go" }).name).toBe("\ufffd");
  });
});

describe("any text of 1 MiB", () => {
  const MIB = 1_048_576;
  const filled = (unit: string): string => unit.repeat(Math.ceil(MIB / unit.length)).slice(0, MIB);
  const chunk = (json: string): string => base64urlEncode(json).slice(0, MIB - 200);
  const texts: readonly (readonly [string, string])[] = [
    ["dots", filled(".")],
    ["letters", filled("A")],
    ["a long header", `${filled("A").slice(0, -4)}.A.A`],
    ["deep arrays", `${base64urlEncode(HEADER)}.${chunk("[".repeat(MIB / 2))}.AAAA`],
    ["deep objects", `${base64urlEncode(HEADER)}.${chunk('{"a":'.repeat(MIB / 8))}.AAAA`],
    ["many members", `${base64urlEncode(HEADER)}.${chunk(`{${filled('"a":1,')}`)}.AAAA`],
    ["escapes", `${base64urlEncode(HEADER)}.${chunk(`{"a":"${filled("\\n")}`)}.AAAA`],
    ["a long number", `${base64urlEncode(HEADER)}.${chunk(`{"a":${filled("9")}`)}.AAAA`],
    ["an open string", `${base64urlEncode(HEADER)}.${chunk(`{"a":"${filled("a")}`)}.AAAA`],
  ];

  it.each(texts)("of %s is refused in bounded time", (_, text) => {
    for (const decode of [decodeToken, decodeGeneric]) {
      for (const mode of ["strict", "go"] as const) {
        // The target is 50 ms, which the fuzzer holds.
        const code = withinCpuTime(1_000, () => codeOf(() => decode(text, { mode })));
        expect(code).not.toBe("accepted");
      }
    }
  });

  it("and more is refused at once", () => {
    expect(codeOf(() => decodeToken(`${filled("A")}A`))).toBe("ERR_TOKEN_TOO_LARGE");
  });
});

describe("limits in tiers", () => {
  it("hide flat JetStream limits in go mode only", () => {
    const claims = newAccountClaims(account.publicKey, {
      nats: { limits: { disk_storage: 5, tiered_limits: { R1: { streams: 1 } } } },
    });
    const both = encodeClaims("account", claims, createOperator());
    expect(decodeAccount(both).nats.limits?.disk_storage).toBe(5);
    const go = decodeAccount(both, { mode: "go" }).nats.limits;
    expect(go?.disk_storage).toBeUndefined();
    expect(go?.tiered_limits).toEqual({ R1: { streams: 1 } });
  });
});
