import { describe, expect, it } from "vitest";
import {
  base64urlEncode,
  claimJson,
  createAccount,
  createOperator,
  createServer,
  createUser,
  decodeGeneric,
  decodeToken,
  type KeyPair,
} from "../../src/index.js";
import { refusal } from "../refusal.js";

const account = createAccount();
const operator = createOperator();
const server = createServer();
const user = createUser();
const HEADER = '{"typ":"JWT","alg":"ed25519-nkey"}';

const base = (issuer: KeyPair, subject: string): string =>
  `"iss":"${issuer.publicKey}","sub":"${subject}"`;
const ofUser = base(account, user.publicKey);
const ofAccount = base(operator, account.publicKey);

/** A token of any payload, signed over header and payload, or in the style of version 1 over the payload alone. */
function signed(
  payload: string | Uint8Array,
  signer: KeyPair,
  style: "v1" | "v2",
  header = HEADER,
) {
  const body = base64urlEncode(payload);
  const covered = `${base64urlEncode(header)}.${body}`;
  const signature = signer.sign(new TextEncoder().encode(style === "v1" ? body : covered));
  return `${covered}.${base64urlEncode(signature)}`;
}

/** What Go's way of decoding makes of a token, as Go writes it, with keys cut to their letter. */
function read(token: string): string {
  const { kind, claims } = decodeToken(token, { mode: "go" });
  return shortKeys(claimJson(kind, claims as never));
}

const shortKeys = (json: string): string => json.replace(/\b([OAUN])[A-Z2-7]{55}\b/g, "$1");

const USER = '"sub":{},"type":"user","version":2';
const ACCOUNT = '"default_permissions":{"pub":{},"sub":{}},"authorization":{}';

// Every expectation is an answer of jwt 2.8.2 (interop/src/go-agree asks for more of them).
describe("payloads that Go reads in its own way", () => {
  it.each([
    [
      "a struct that is there twice is read on top of itself",
      `{${ofUser},"nats":{"type":"user","version":2,"pub":{"allow":["a"]}},"NATS":{"pub":{"deny":["b"]}}}`,
      `{"iss":"A","sub":"U","nats":{"pub":{"allow":["a"],"deny":["b"]},${USER}}}`,
    ],
    [
      "a later null leaves texts and numbers, and clears lists and pointers",
      `{${ofUser},"name":"ada","name":null,"exp":5,"exp":null,"nats":{"resp":{"max":1},"resp":null,"tags":["x"],"tags":null,"type":"user","version":2}}`,
      `{"exp":5,"iss":"A","name":"ada","sub":"U","nats":{"pub":{},${USER}}}`,
    ],
    [
      "numbers out of range matter only where they are needed",
      `{${ofUser},"nats":{"unknown":[1e999],"type":"user","version":2}}`,
      `{"iss":"A","sub":"U","nats":{"pub":{},${USER}}}`,
    ],
    [
      "minus zero is a signed integer",
      `{${ofUser},"nats":{"subs":-0,"type":"user","version":2}}`,
      `{"iss":"A","sub":"U","nats":{"pub":{},${USER}}}`,
    ],
    [
      "the last second of 64 bits survives",
      `{${ofUser},"nbf":9223372036854775807,"nats":{"type":"user","version":2}}`,
      `{"iss":"A","nbf":9223372036854775807,"sub":"U","nats":{"pub":{},${USER}}}`,
    ],
  ])("%s", (_, payload, json) => {
    expect(read(signed(payload, account, "v2"))).toBe(json);
  });

  it.each([
    [
      "maps that are there twice are joined",
      `{${ofAccount},"nats":{"revocations":{"a":1,"b":2},"revocations":{"b":3,"c":4},"type":"account","version":2}}`,
      `"limits":{},"revocations":{"a":1,"b":3,"c":4},${ACCOUNT}`,
    ],
    [
      "scopes are read as free JSON first: floats are integers there, and rounded",
      `{${ofAccount},"nats":{"signing_keys":[{"kind":"user_scope","key":"K","template":{"subs":1e2,"data":2.0,"payload":9007199254740993}}],"type":"account","version":2}}`,
      `"limits":{},"signing_keys":[{"kind":"user_scope","key":"K","role":"","template":{"pub":{},"sub":{},"subs":100,"data":2,"payload":9007199254740992},"description":""}],${ACCOUNT}`,
    ],
    [
      "null entries stay, and exports keep their order",
      `{${ofAccount},"nats":{"exports":[{"subject":"b"},null,{"subject":"a"}],"type":"account","version":2}}`,
      `"exports":[{"subject":"b"},null,{"subject":"a"}],"limits":{},${ACCOUNT}`,
    ],
  ])("%s", (_, payload, body) => {
    const json = `{"iss":"O","sub":"A","nats":{${body},"type":"account","version":2}}`;
    expect(read(signed(payload, operator, "v2"))).toBe(json);
  });

  it("puts one U+FFFD for every byte that is no UTF-8", () => {
    const broken = [0xe2, 0x82, 0x28, 0xf0, 0x9f, 0x98, 0xed, 0xa0, 0x80];
    const payload = Buffer.concat([
      Buffer.from(`{${ofUser},"name":"`),
      Buffer.from(broken),
      Buffer.from('","nats":{"type":"user","version":2}}'),
    ]);
    expect(read(signed(payload, account, "v2"))).toContain(
      `"name":"\ufffd\ufffd(${"\ufffd".repeat(6)}"`,
    );
  });

  it("takes a header whose algorithm is null the second time", () => {
    const header = '{"typ":"JWT","alg":"ed25519-nkey","alg":null}';
    const payload = `{${ofUser},"nats":{"type":"user","version":2}}`;
    expect(read(signed(payload, account, "v2", header))).toContain('"iss":"A"');
  });

  it("quotes a strange type as Go does", () => {
    const token = signed("{}", account, "v2", '{"typ":"j\u007ft","alg":"ed25519-nkey"}');
    expect(refusal(() => read(token))).toContain('not supported type "j\\x7ft"');
  });

  it.each([
    [
      "a wrong type in the first of two",
      `{${ofUser},"name":1,"name":"ada","nats":{"type":"user","version":2}}`,
    ],
    ["a float for an integer", `{${ofUser},"nats":{"subs":1.0,"type":"user","version":2}}`],
    ["a float for an object", `{${ofUser},"nats":{"pub":1e2,"type":"user","version":2}}`],
    ["an integer out of range", `{${ofUser},"nats":{"subs":1e999,"type":"user","version":2}}`],
    ["tags of a free claim that are no list", `{${ofUser},"nats":{"tags":"t","type":"chat"}}`],
  ])("refuses %s", (_, payload) => {
    for (const style of ["v1", "v2"] as const) {
      expect(refusal(() => read(signed(payload, account, style)))).toMatch(/claim member/);
    }
  });

  it.each(["9007199254740993", "-9223372036854775808"])(
    "strictly refuses %i in a scope, where Go makes another number of it",
    (payload) => {
      const scope = `{"kind":"user_scope","key":"K","template":{"payload":${payload}}}`;
      const text = `{${ofAccount},"nats":{"signing_keys":[${scope}],"type":"account","version":2}}`;
      expect(refusal(() => decodeToken(signed(text, operator, "v2")))).toContain("signing_keys");
    },
  );

  it("refuses minus zero for an integer without a sign", () => {
    const payload = `{${base(server, "x")},"nats":{"client_info":{"id":-0},"type":"authorization_request","version":2}}`;
    expect(refusal(() => read(signed(payload, server, "v2")))).toMatch(/"id"/);
  });

  it("says what Go says first of several faults", () => {
    const noKey = `{"iss":"x","sub":"${user.publicKey}","nats":{"type":"user","version":2}}`;
    expect(refusal(() => read(signed(noKey, account, "v2")))).toMatch(
      /^claim failed V2 signature verification/,
    );
    const ofServer = signed(`{${ofUser},"nats":{"type":"server","version":2}}`, account, "v2");
    expect(refusal(() => read(ofServer.replace(/[^.]*$/, "=")))).toBe(
      "ServerClaims are not supported",
    );
  });
});

describe("claims of version 1", () => {
  it.each([
    [
      "accounts keep nothing that came later",
      operator,
      `{${ofAccount},"type":"account","tags":["t"],"issuer_account":"x","nats":{"limits":{"subs":1,"mem_storage":5},"description":"d","mappings":{"a":[]},"tags":["inside"]}}`,
      `{"iss":"O","sub":"A","nats":{"limits":{"subs":1},${ACCOUNT},"tags":["t"],"type":"account","version":1}}`,
    ],
    [
      "operators neither",
      operator,
      `{${base(operator, operator.publicKey)},"type":"operator","nats":{"strict_signing_key_usage":true,"assert_server_version":"2.10.0","signing_keys":["k"]}}`,
      '{"iss":"O","sub":"O","nats":{"signing_keys":["k"],"type":"operator","version":1}}',
    ],
    [
      "users neither; their null limits are unlimited",
      account,
      `{${ofUser},"type":"user","issuer_account":"i","nats":{"proxy_required":true,"bearer_token":true,"issuer_account":"inside","subs":null}}`,
      '{"iss":"A","sub":"U","nats":{"pub":{},"sub":{},"subs":-1,"data":-1,"payload":-1,"bearer_token":true,"issuer_account":"i","type":"user","version":1}}',
    ],
    [
      "authorization requests are younger, so nothing moves",
      server,
      `{${base(server, "x")},"type":"authorization_request","tags":["t"],"nats":{"user_nkey":"${user.publicKey}","tags":["inside"]}}`,
      '{"iss":"N","sub":"x","nats":{"server_id":{"name":"","host":"","id":""},"user_nkey":"U","client_info":{},"connect_opts":{"protocol":0},"tags":["inside"]}}',
    ],
  ])("%s", (_, signer, payload, json) => {
    expect(read(signed(payload, signer, "v1"))).toBe(json);
  });

  it.each([
    ["a dropped member of a wrong type", account, `{${ofUser},"type":"user","nats":{"max":"x"}}`],
    [
      "a scope",
      operator,
      `{${ofAccount},"type":"account","nats":{"signing_keys":[{"kind":"user_scope","key":"K"}]}}`,
    ],
    [
      "times of an activation that are no list",
      account,
      `{${base(account, account.publicKey)},"type":"activation","nats":{"subject":"a","type":"stream","times":1}}`,
    ],
  ])("refuse %s", (_, signer, payload) => {
    for (const mode of ["go", "strict"] as const) {
      expect(refusal(() => decodeToken(signed(payload, signer, "v1"), { mode }))).toMatch(
        /claim member/,
      );
    }
  });
});

describe("decodeGeneric in Go's way", () => {
  it("drops an empty body from the text and keeps minus zero", () => {
    const free = (body: string) =>
      decodeGeneric(signed(`{${base(account, "x")},"nats":${body}}`, account, "v2"), {
        mode: "go",
      });
    expect(shortKeys(claimJson("generic", free("{}")))).toBe('{"iss":"A","sub":"x"}');
    expect(claimJson("generic", free('{"n":-0}'))).toContain('"nats":{"n":-0}');
  });

  it("refuses a version that is no number, and a type of version 1 without a body", () => {
    const old = '{"typ":"jwt","alg":"ed25519"}';
    const text = signed(`{${base(account, "x")},"version":"2","nats":{}}`, account, "v2");
    const bare = signed(`{${base(account, "x")},"type":"chat"}`, account, "v1", old);
    for (const mode of ["go", "strict"] as const) {
      for (const token of [text, bare]) {
        expect(refusal(() => decodeGeneric(token, { mode }))).not.toBe("accepted");
      }
    }
  });
});
