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

/** What a parser reads; texts of its own sort get deepest into it. */
export type Sort = "token" | "creds" | "key" | "json" | "subject";

/** Texts that mutation starts from, by sort. */
export type Corpus = Readonly<Record<Sort, readonly string[]>>;

export function loadCorpus(): Corpus {
  const files = ["nkeys", "tokens", "decode", "creds", "subjects", "v1-migration", "scoped-user"];
  const corpus: Record<Sort, string[]> = { token: [], creds: [], key: [], json: [], subject: [] };
  for (const text of strings(files.map(vector), new Set(TEMPLATES)))
    corpus[sortOf(text)].push(text);
  return corpus;
}

function sortOf(text: string): Sort {
  if (text.includes("-----")) return "creds";
  if (text.startsWith("{")) return "json";
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) && text.length > 100) return "token";
  return /^[A-Z2-7]{50,}/.test(text) ? "key" : "subject";
}

/** Payloads of all golden tokens, to be broken before they are signed. */
export function loadPayloads(): readonly { readonly payload: string; readonly signer: string }[] {
  const { tokens } = vector("tokens") as {
    tokens: readonly { payload_json: string; signer_label: string }[];
  };
  return tokens.map((token) => ({ payload: token.payload_json, signer: token.signer_label }));
}
