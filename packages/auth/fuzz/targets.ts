import { parseJson } from "../src/claims/json/parse-json.js";
import {
  base64urlDecode,
  decodeGeneric,
  decodePublicKey,
  decodeSeed,
  decodeToken,
  decorateJwt,
  explain,
  extractJwt,
  extractUserKey,
  formatCreds,
  goJson,
  goSubjectIssues,
  hasWildcards,
  isPublicKey,
  loadClaims,
  parseCreds,
  parsePublicKey,
  parseSubject,
  parseSubjectTemplate,
  previewScope,
  renamingIssues,
  validateClaims,
} from "../src/index.js";
import { safeName } from "../src/nsc/names.js";
import type { Sort } from "./corpus.js";

/** A parser that is given any text. */
export interface Target {
  readonly name: string;
  readonly sort: Sort;
  parse(text: string): unknown;
}

const SUBJECT = "UANJ5FXFF5TPGTGBOF2WDBEBDZJN65NL3AHQGOXOBIU5NWAV6E2K5V2B";

/** Every parser of the package. */
export const TARGETS: readonly Target[] = [
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
  { name: "creds, strict", sort: "creds", parse: (text) => parseCreds(text) },
  { name: "creds, go", sort: "creds", parse: (text) => parseCreds(text, { mode: "go" }) },
  {
    name: "creds, bytes",
    sort: "creds",
    parse: (text) => parseCreds(new TextEncoder().encode(text)),
  },
  { name: "creds, jwt", sort: "creds", parse: (text) => extractJwt(text) },
  { name: "creds, key", sort: "creds", parse: (text) => extractUserKey(text, { mode: "go" }) },
  { name: "creds, formatted", sort: "creds", parse: (text) => formatCreds(text, text) },
  { name: "seed, strict", sort: "key", parse: (text) => decodeSeed(text) },
  { name: "seed, go", sort: "key", parse: (text) => decodeSeed(text, { mode: "go" }) },
  { name: "public key, strict", sort: "key", parse: (text) => parsePublicKey(text) },
  { name: "public key, go", sort: "key", parse: (text) => decodePublicKey(text, { mode: "go" }) },
  { name: "public key, checked", sort: "key", parse: (text) => isPublicKey(text, "user") },
  { name: "base64url", sort: "token", parse: (text) => base64urlDecode(text, { mode: "go" }) },
  {
    name: "json",
    sort: "json",
    parse: (text) => {
      const value = parseJson(text, { duplicates: "refuse" });
      // Only reading is held to a time.
      return text.length > 65_536 ? value : goJson(value);
    },
  },
  { name: "subject", sort: "subject", parse: (text) => parseSubject(text) },
  {
    name: "subject, go",
    sort: "subject",
    parse: (text) => [goSubjectIssues(text), hasWildcards(text)],
  },
  { name: "renaming", sort: "subject", parse: (text) => renamingIssues(text, "a.*.b.*") },
  { name: "subject template", sort: "subject", parse: (text) => parseSubjectTemplate(text) },
  { name: "scope template", sort: "subject", parse: (text) => previewText(text) },
  { name: "scope value", sort: "subject", parse: (text) => previewValue(text) },
  { name: "claims", sort: "json", parse: (text) => loadEach(text) },
  { name: "store name", sort: "subject", parse: (text) => safeName("account", text) },
];

function previewText(text: string): unknown {
  return previewScope({ pub: { allow: [text] }, sub: { deny: [text] } }, { subject: SUBJECT });
}

function previewValue(text: string): unknown {
  return previewScope(
    { pub: { allow: ["a.{{name()}}.{{tag(x)}}"] } },
    { subject: SUBJECT, name: text, tags: [`x:${text}`, text] },
  );
}

function loadEach(text: string): void {
  const value = parseJson(text, { duplicates: "last" });
  for (const kind of ["operator", "account", "user", "activation", "generic"] as const) {
    validateClaims(kind, loadClaims(kind, value, { mode: "go" }));
  }
}
