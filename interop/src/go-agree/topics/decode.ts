import { type ClaimKind, decodeGeneric, decodeToken } from "@kchat/auth";
import { type Case, Refused, type Topic } from "../case.js";
import { claimText, comparableClaim } from "../claim-text.js";
import { ClaimMaker, KINDS } from "../claims/claim-maker.js";
import { key, pair } from "../key-texts.js";
import { mutateValue } from "../mutate.js";
import { type Layout, payloadText } from "../payload.js";
import type { Random } from "../random.js";

const HEADERS = [
  '{"typ":"jwt","alg":"ed25519"}',
  '{"typ":"JWT","alg":"ED25519-nkey"}',
  '{"typ":"JWT","alg":"ed25519-n\u212aey"}',
  '{"alg":"ed25519-nkey","typ":"Jwt","x":[1]}',
  '{"TYP":"JWT","Alg":"ed25519-nkey"}',
  '{"typ":"x","typ":"JWT","alg":"ed25519-nkey"}',
  '{"typ":"JWT","alg":"ed25519-nkey","alg":null}',
  '{"typ":"JWT","alg":"ed25519-nkey","ALG":"none"}',
  '{"typ":"JWT","ALG":"none","alg":"ed25519-nkey"}',
  '{"typ":"JWT","alg":"none"}',
  '{"typ":"JWT"}',
  '{"typ":"JWS","alg":"ed25519-nkey"}',
  '{"typ":1,"alg":"ed25519-nkey"}',
  ' {"typ":"JWT","alg":"ed25519-nkey"} ',
  '{"typ":"JWT","alg":"ed25519-nkey"}x',
  "null",
  "[]",
  "",
];
const USUAL = '{"typ":"JWT","alg":"ed25519-nkey"}';

const SIGNERS = {
  operator: "operator",
  account: "operator",
  user: "account",
  activation: "account",
  authorization_request: "server",
  authorization_response: "account",
  generic: "user",
} as const;

const encoded = (data: Uint8Array | string): string => Buffer.from(data).toString("base64url");

/** A token that some library, or some attacker, could have written. */
function token(random: Random): string {
  const kind: ClaimKind = random.pick([...KINDS, ...KINDS, "generic"]);
  const layout = random.pick<Layout>(["v2", "v2", "v1", "mixed"]);
  const signer = random.one(10) ? pair(random) : pair(random, SIGNERS[kind]);
  const claim = new ClaimMaker(random, "loose").claim(kind);
  const iss = random.one(12) ? key(random, "account") : signer.publicKey;
  const claims = { iss, ...(random.one(2) ? { iat: 1 } : {}), ...claim };
  const payload = payloadText(
    random,
    kind,
    layout,
    random.one(3) ? mutateValue(random, claims, 1) : claims,
  );
  const header = random.one(6)
    ? random.pick(HEADERS)
    : layout === "v2"
      ? USUAL
      : random.pick([USUAL, HEADERS[0] as string]);
  const [head, body] = [encoded(header), encoded(payload)];
  const old = layout === "v2" ? random.one(20) : random.one(2) || random.one(2);
  const signed = old ? body : `${head}.${body}`;
  const signature = signer.publicKey.startsWith("X")
    ? random.bytes(64)
    : signer.sign(Buffer.from(signed));
  const whole = `${head}.${body}.${encoded(signature)}`;
  return random.one(6) ? damaged(random, whole) : whole;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The token with another last character, line breaks, padding or a changed character. */
function damaged(random: Random, text: string): string {
  const at = random.int(text.length + 1);
  const other = random.pick([...ALPHABET, "=", " ", "+", "/", ".", "\n", "\r", "\t", "é"]);
  return random.pick([
    () => text.slice(0, -1) + random.pick([...ALPHABET]),
    () => `${text}\n`,
    () => `\r\n${text}`,
    () => `${text.slice(0, at)}\n${text.slice(at)}`,
    () => text.slice(0, at) + other + text.slice(at + 1),
    () => text.slice(0, at) + other + text.slice(at),
    () => `${text}=`,
    () => `${text}${other}`,
    () => text.slice(0, at),
    () => ` ${text}`,
  ])();
}

export const decode: Topic = {
  name: "decoded tokens of every kind",
  casesPerRound: 250,
  make(random): Case {
    const text = token(random);
    return {
      question: { op: "decode", token: text },
      ours() {
        const { kind, claims } = decodeToken(text, { mode: "go" });
        return claimText(kind, claims);
      },
      // Go's typed decoder refuses free claims of version 2 by accident.
      strict() {
        if (decodeToken(text).kind === "generic") throw new Refused("a free claim");
      },
      comparable: comparableClaim,
    };
  },
};

export const decodeFree: Topic = {
  name: "tokens decoded as free claims",
  casesPerRound: 100,
  make(random): Case {
    const text = token(random);
    return {
      question: { op: "decodeGeneric", token: text },
      ours: () => claimText("generic", decodeGeneric(text, { mode: "go" })),
      strict: () => decodeGeneric(text),
      comparable: comparableClaim,
    };
  },
};
