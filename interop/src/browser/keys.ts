import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import {
  base64urlDecode,
  base64urlEncode,
  createAccount,
  createCurve,
  createOperator,
  createUser,
  ed25519Backend,
  encodeClaims,
  fromPublic,
  issueUser,
  newAccountClaims,
  parseCreds,
} from "@kchat/auth";
import { connect, credsAuthenticator } from "nats";
import { assertNoFaults } from "./no-faults.js";
import { type Origin, proof, type Testbed } from "./testbed.js";
import type { Visit } from "./visit.js";

const message = "signed in one world, verified in the other";
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export const keys = [
  proof("keys, tokens, creds and boxes go both ways between a page and Node", (testbed) =>
    exchange(testbed, "secure"),
  ),
  proof("so they do by plain HTTP, where a page has no WebCrypto", (testbed) =>
    exchange(testbed, "plain"),
  ),
];

async function exchange(testbed: Testbed, origin: Origin): Promise<void> {
  await using visit = await testbed.visit(origin);
  const hasWebCrypto = origin === "secure";
  deepStrictEqual(await visit.ask("platform"), {
    secureContext: hasWebCrypto,
    webCrypto: hasWebCrypto,
    ed25519: "tweetnacl",
  });
  equal(ed25519Backend(), "node:crypto");
  await signatures(visit);
  await boxes(visit);
  await refusals(visit);
  await admission(visit, testbed, "tweetnacl");
  if (hasWebCrypto) await admission(visit, testbed, "WebCrypto");
  await visit.picture(`keys-${origin}`);
  assertNoFaults(visit, testbed);
}

async function signatures(visit: Visit): Promise<void> {
  for (const { publicKey, signature } of await visit.ask("signWithNewKeys", message)) {
    const key = fromPublic(publicKey);
    equal(key.verify(utf8(message), base64urlDecode(signature)), true, publicKey);
    equal(key.verify(utf8(`${message}!`), base64urlDecode(signature)), false, publicKey);
  }
  const pair = createUser();
  const seed = new TextDecoder().decode(pair.getSeed());
  const signature = base64urlEncode(pair.sign(utf8(message)));
  const signed = { publicKey: pair.publicKey, signature, message };
  equal(await visit.ask("verifies", signed), true);
  equal(await visit.ask("verifies", { ...signed, message: "another" }), false);
  equal(await visit.ask("signWith", { seed, message }), signature);
}

async function boxes(visit: Visit): Promise<void> {
  const [ours, theirs, stranger] = [createCurve(), createCurve(), createCurve()];
  const seed = new TextDecoder().decode(theirs.getSeed());
  const sealed = ours.seal(utf8("for the page"), theirs.publicKey);
  const box = base64urlEncode(sealed);
  const { text, answer } = await visit.ask("answerSealed", { box, sender: ours.publicKey, seed });
  equal(text, "for the page");
  const opened = ours.open(base64urlDecode(answer), theirs.publicKey);
  equal(opened && new TextDecoder().decode(opened), "re: for the page");
  equal(
    (await visit.ask("answerSealed", { box, sender: stranger.publicKey, seed })).text,
    undefined,
  );
}

async function refusals(visit: Visit): Promise<void> {
  const [account, user] = [createAccount(), createUser()];
  const options = { user: user.publicKey, account: account.publicKey, name: "eve", grant: {} };
  const token = issueUser(account, options);
  const [header = "", body = "", signature = ""] = token.split(".");
  const forged = Buffer.from(body, "base64url").toString().replace("eve", "bob");
  const operator = createOperator();
  const claims = newAccountClaims(account.publicKey, { name: "A" });
  const hostile = {
    "": "ERR_TOKEN_MALFORMED",
    "not a token": "ERR_TOKEN_MALFORMED",
    [`${header}.${Buffer.from(forged).toString("base64url")}.${signature}`]: "ERR_SIGNATURE",
    [`${header}.${body}.${signature.slice(0, -4)}AAAA`]: "ERR_SIGNATURE",
    [encodeClaims("account", claims, operator)]: "ERR_TOKEN_KIND",
    [`${header}.${"A".repeat(2 ** 20)}.${signature}`]: "ERR_TOKEN_TOO_LARGE",
    [`${header}.${Buffer.from("[".repeat(5000)).toString("base64url")}.${signature}`]:
      "ERR_JSON_MALFORMED",
  };
  for (const [text, code] of Object.entries(hostile)) {
    equal(await visit.ask("refusalOf", text), `AuthError ${code}`, text.slice(0, 80));
  }
  equal(await visit.ask("refusalOf", token), "accepted");
}

/** The page issues a user of an account whose key it made; a server that trusts the account lets the user in. */
async function admission(
  visit: Visit,
  { server, config }: Testbed,
  by: "tweetnacl" | "WebCrypto",
): Promise<void> {
  const account = await visit.ask("makeAccount", by);
  const creds = await visit.ask("issueCreds", "dora");
  const { jwt, keyPair } = parseCreds(creds);
  ok(keyPair.verify(utf8(jwt), keyPair.sign(utf8(jwt))));
  const enter = () =>
    connect({
      servers: server.url,
      authenticator: credsAuthenticator(utf8(creds)),
      reconnect: false,
    });
  // The control: before the operator has signed the account, nobody of it gets in.
  match(String(await enter().catch((error: Error) => error)), /Authorization Violation/i);
  await server.writeConfig(config([account]));
  await server.reload();
  const connection = await enter();
  try {
    const errors = refusalsOf(connection);
    connection.publish("browser.dora", "allowed by the page");
    connection.publish("browser.other", "not allowed by the page");
    await connection.flush();
    match(await errors, /browser\.other/);
  } finally {
    await connection.close();
  }
}

async function refusalsOf(connection: Awaited<ReturnType<typeof connect>>): Promise<string> {
  for await (const status of connection.status()) {
    if (status.type === "error") return JSON.stringify(status);
  }
  return "none";
}
