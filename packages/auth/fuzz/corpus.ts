import { readFileSync } from "node:fs";

const vector = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../test/vectors/${file}.json`, import.meta.url), "utf8"));

/** Every string in the conformance vectors, at any depth: valid and broken tokens, keys, creds, subjects. */
function strings(value: unknown, found: Set<string>): Set<string> {
  if (typeof value === "string") found.add(value);
  else if (typeof value === "object" && value !== null) {
    for (const member of Object.values(value)) strings(member, found);
  }
  return found;
}

const TEMPLATES = [
  "chat.{{name()}}.>",
  "_INBOX_{{subject()}}.>",
  "a.{{tag(room)}}.{{ account-name() }}",
  "{{account-tag(x)}} {{account-subject()}}",
  "work q",
];

/** What mutation starts from. */
export function loadCorpus(): readonly string[] {
  const files = ["nkeys", "tokens", "decode", "creds", "subjects", "v1-migration", "scoped-user"];
  return [...strings(files.map(vector), new Set(TEMPLATES))];
}

/** Payloads of all golden tokens, to be broken before they are signed. */
export function loadPayloads(): readonly { readonly payload: string; readonly signer: string }[] {
  const { tokens } = vector("tokens") as {
    tokens: readonly { payload_json: string; signer_label: string }[];
  };
  return tokens.map((token) => ({ payload: token.payload_json, signer: token.signer_label }));
}
