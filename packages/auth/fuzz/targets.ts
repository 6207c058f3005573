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

/** A parser that is given any text. */
export interface Target {
  readonly name: string;
  parse(text: string): unknown;
}

const SUBJECT = "UANJ5FXFF5TPGTGBOF2WDBEBDZJN65NL3AHQGOXOBIU5NWAV6E2K5V2B";

/** Every parser of the package. */
export const TARGETS: readonly Target[] = [
  { name: "token, strict", parse: (text) => decodeToken(text) },
  { name: "token, go", parse: (text) => decodeToken(text, { mode: "go" }) },
  { name: "token, generic", parse: (text) => decodeGeneric(text) },
  { name: "token, generic, go", parse: (text) => decodeGeneric(text, { mode: "go" }) },
  { name: "token, decorated", parse: (text) => decorateJwt(text) },
  { name: "token, explained", parse: (text) => explain(text) },
  { name: "creds, strict", parse: (text) => parseCreds(text) },
  { name: "creds, go", parse: (text) => parseCreds(text, { mode: "go" }) },
  { name: "creds, bytes", parse: (text) => parseCreds(new TextEncoder().encode(text)) },
  { name: "creds, jwt", parse: (text) => extractJwt(text) },
  { name: "creds, key", parse: (text) => extractUserKey(text, { mode: "go" }) },
  { name: "creds, formatted", parse: (text) => formatCreds(text, text) },
  { name: "seed, strict", parse: (text) => decodeSeed(text) },
  { name: "seed, go", parse: (text) => decodeSeed(text, { mode: "go" }) },
  { name: "public key, strict", parse: (text) => parsePublicKey(text) },
  { name: "public key, go", parse: (text) => decodePublicKey(text, { mode: "go" }) },
  { name: "public key, checked", parse: (text) => isPublicKey(text, "user") },
  { name: "base64url", parse: (text) => base64urlDecode(text, { mode: "go" }) },
  { name: "json", parse: (text) => goJson(parseJson(text, { duplicates: "refuse" })) },
  { name: "subject", parse: (text) => parseSubject(text) },
  { name: "subject, go", parse: (text) => [goSubjectIssues(text), hasWildcards(text)] },
  { name: "renaming", parse: (text) => renamingIssues(text, "a.*.b.*") },
  { name: "subject template", parse: (text) => parseSubjectTemplate(text) },
  { name: "scope template", parse: (text) => previewText(text) },
  { name: "scope value", parse: (text) => previewValue(text) },
  { name: "claims", parse: (text) => loadEach(text) },
  { name: "store name", parse: (text) => safeName("account", text) },
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
