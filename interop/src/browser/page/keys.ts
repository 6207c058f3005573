import {
  AuthError,
  base64urlDecode,
  base64urlEncode,
  createAccount,
  createCluster,
  createCurve,
  createOperator,
  createServer,
  createUser,
  decodeUser,
  ed25519Backend,
  formatCreds,
  fromPublic,
  fromSeed,
  issueUserAsync,
  parseCreds,
  type Signer,
  webCryptoSigner,
} from "@kchat/auth";
import { note, title } from "./transcript.js";

const makers = { createOperator, createAccount, createUser, createServer, createCluster };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

let account: Signer | undefined;

/** What this page has to work with. */
export function platform() {
  const found = {
    secureContext: isSecureContext,
    webCrypto: globalThis.crypto.subtle !== undefined,
    ed25519: ed25519Backend(),
  };
  const subtle = found.webCrypto ? "with" : "without";
  title(`${location.origin}, ${subtle} WebCrypto; keys by ${found.ed25519}`);
  return found;
}

/** Makes a key of each kind that signs, and signs with it. */
export function signWithNewKeys(message: string) {
  const signed = Object.values(makers).map((make) => {
    const pair = make();
    return { publicKey: pair.getPublicKey(), signature: base64urlEncode(pair.sign(utf8(message))) };
  });
  note(`made and signed with ${signed.length} kinds of keys`);
  return signed;
}

/** The signature by a seed: Ed25519 is deterministic, so every implementation gives the same. */
export function signWith({ seed, message }: { seed: string; message: string }): string {
  return base64urlEncode(fromSeed(seed).sign(utf8(message)));
}

export function verifies(signed: { publicKey: string; signature: string; message: string }) {
  const { publicKey, signature, message } = signed;
  const holds = fromPublic(publicKey).verify(utf8(message), base64urlDecode(signature));
  note(`${publicKey} ${holds ? "made" : "did not make"} a signature`);
  return holds;
}

/** Makes the key of an account, which stays in this page; gives its public half. */
export async function makeAccount(by: "tweetnacl" | "WebCrypto"): Promise<string> {
  account = by === "WebCrypto" ? await makeUnreadable() : createAccount();
  note(`made the key of account ${account.publicKey} by ${by}`);
  return account.publicKey;
}

async function makeUnreadable(): Promise<Signer> {
  const keys = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const read = await crypto.subtle.exportKey("pkcs8", keys.privateKey).catch(() => undefined);
  if (read !== undefined) throw new Error("the private key can be read");
  return webCryptoSigner("account", keys);
}

/** Issues a user of the account made here; its creds have been written and read again. */
export async function issueCreds(name: string): Promise<string> {
  if (account === undefined) throw new Error("makeAccount comes first");
  const user = createUser();
  const grant = { pub: { allow: [`browser.${name}`] } };
  const jwt = await issueUserAsync(account, {
    user: user.publicKey,
    account: account.publicKey,
    name,
    grant,
  });
  const read = parseCreds(formatCreds(jwt, user));
  note(`issued ${decodeUser(read.jwt).name} as ${read.keyPair.publicKey}`);
  return formatCreds(read.jwt, read.keyPair);
}

/** Opens a box sealed by somebody else, and seals the answer. */
export function answerSealed({
  box,
  sender,
  seed,
}: {
  box: string;
  sender: string;
  seed?: string;
}) {
  const pair = seed === undefined ? createCurve() : fromSeed(seed);
  const opened = pair.open(base64urlDecode(box), sender);
  const text = opened === null ? undefined : new TextDecoder().decode(opened);
  note(text === undefined ? "could not open a box" : `opened a box: ${text}`);
  return { text, answer: base64urlEncode(pair.seal(utf8(`re: ${text}`), sender)) };
}

/** What the decoder says of a token that nobody should believe. */
export function refusalOf(token: string): string {
  try {
    decodeUser(token);
    return "accepted";
  } catch (error) {
    const said = AuthError.isInstance(error) ? `${error.name} ${error.code}` : `another: ${error}`;
    note(`refused ${token.length} characters of a token: ${said}`);
    return said;
  }
}
