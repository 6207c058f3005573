import {
  activationHashId,
  base64urlDecode,
  createCurve,
  decodeGeneric,
  decodePublicKey,
  decodeSeed,
  decodeToken,
  decorateJwt,
  decorateSeed,
  explain,
  extractJwt,
  extractUserKey,
  formatCreds,
  fromPublic,
  fromSeed,
  fullResolverConfig,
  isPublicKey,
  memoryResolverConfig,
  parseCreds,
  parsePublicKey,
  urlResolverConfig,
  verifySignature,
} from "../src/index.js";
import { safeName } from "../src/nsc/names.js";
import { CLAIMS_TARGETS } from "./claims-targets.js";
import type { Sort } from "./corpus.js";
import { SUBJECT_TARGETS } from "./subject-targets.js";

/** A parser that is given any text. */
export interface Target {
  readonly name: string;
  readonly sort: Sort;
  parse(text: string): unknown;
}

const curve = createCurve();
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Any bytes at all. */
const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");

const TOKEN_TARGETS: readonly Target[] = [
  { name: "token, strict", sort: "token", parse: (text) => decodeToken(text) },
  { name: "token, go", sort: "token", parse: (text) => decodeToken(text, { mode: "go" }) },
  { name: "token, generic", sort: "token", parse: (text) => decodeGeneric(text) },
  {
    name: "token, generic, go",
    sort: "token",
    parse: (text) => decodeGeneric(text, { mode: "go" }),
  },
  { name: "token, decorated", sort: "token", parse: (text) => decorateJwt(text) },
  { name: "token, explained", sort: "token", parse: (text) => explain(text) },
  { name: "base64url", sort: "token", parse: (text) => base64urlDecode(text, { mode: "go" }) },
  {
    name: "resolver configuration",
    sort: "token",
    parse: (text) => memoryResolverConfig({ operator: text, accounts: [text, text] }),
  },
  {
    name: "resolver configuration, directory",
    sort: "token",
    parse: (text) => fullResolverConfig({ operator: text, systemAccount: text, dir: text }),
  },
  {
    name: "resolver configuration, url",
    sort: "token",
    parse: (text) => urlResolverConfig({ operator: text, url: text }),
  },
];

const CREDS_TARGETS: readonly Target[] = [
  { name: "creds, strict", sort: "creds", parse: (text) => parseCreds(text) },
  { name: "creds, go", sort: "creds", parse: (text) => parseCreds(text, { mode: "go" }) },
  { name: "creds, bytes", sort: "creds", parse: (text) => parseCreds(utf8(text)) },
  { name: "creds, any bytes", sort: "creds", parse: (text) => parseCreds(latin1(text)) },
  { name: "creds, jwt", sort: "creds", parse: (text) => extractJwt(text) },
  { name: "creds, key", sort: "creds", parse: (text) => extractUserKey(text, { mode: "go" }) },
  { name: "creds, formatted", sort: "creds", parse: (text) => formatCreds(text, text) },
];

const KEY_TARGETS: readonly Target[] = [
  { name: "seed, strict", sort: "key", parse: (text) => decodeSeed(text) },
  { name: "seed, go", sort: "key", parse: (text) => decodeSeed(text, { mode: "go" }) },
  { name: "seed, bytes", sort: "key", parse: (text) => fromSeed(latin1(text)).clear() },
  { name: "seed, decorated", sort: "key", parse: (text) => decorateSeed(text) },
  { name: "public key, strict", sort: "key", parse: (text) => parsePublicKey(text) },
  { name: "public key, go", sort: "key", parse: (text) => decodePublicKey(text, { mode: "go" }) },
  { name: "public key, checked", sort: "key", parse: (text) => isPublicKey(text, "user") },
  {
    name: "public key, verifying",
    sort: "key",
    parse: (text) => [
      fromPublic(text, { mode: "go" }),
      verifySignature(text, latin1(text), latin1(text).subarray(0, 64), { mode: "go" }),
    ],
  },
  {
    name: "sealed message",
    sort: "key",
    parse: (text) => curve.open(latin1(`xkv1${text}`), curve.publicKey),
  },
  { name: "sealed message, sender", sort: "key", parse: (text) => curve.seal(latin1("x"), text) },
];

const NAME_TARGETS: readonly Target[] = [
  { name: "store name", sort: "subject", parse: (text) => safeName("account", text) },
  {
    name: "activation id",
    sort: "subject",
    parse: (text) => activationHashId({ issuer: text, subject: text, importSubject: text }),
  },
];

/** Every parser of the package. */
export const TARGETS: readonly Target[] = [
  ...TOKEN_TARGETS,
  ...CREDS_TARGETS,
  ...KEY_TARGETS,
  ...NAME_TARGETS,
  ...SUBJECT_TARGETS,
  ...CLAIMS_TARGETS,
];
