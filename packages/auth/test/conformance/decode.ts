import { equal, fail, ok } from "node:assert/strict";
import {
  AuthError,
  type ClaimKind,
  type Claims,
  decodeGeneric,
  decodeToken,
  encodeClaims,
  fromPublic,
  type KeyPair,
} from "../../src/index.js";
import { type Case, goldenKey, isLibraryText, readVectors } from "./vectors.js";

interface DecodeVectors {
  readonly cases: readonly { Name: string; Token: string; Decode: string; DecodeGeneric: string }[];
  readonly encode_errors: readonly { name: string; error: string }[];
}

/** What the strict mode may refuse although Go accepts it (README, section 4). */
const STRICTER = [
  "duplicate keys last wins",
  "case-insensitive field names",
  "header alg upper case",
];

export function* decodeCases(dir: string): Iterable<Case> {
  const vectors = readVectors<DecodeVectors>(dir, "decode.json");
  for (const { Name, Token, Decode, DecodeGeneric } of vectors?.cases ?? []) {
    yield {
      name: `decode: ${Name}`,
      run() {
        agrees(() => decodeToken(Token, { mode: "go" }), Decode);
        agrees(() => decodeGeneric(Token, { mode: "go" }), DecodeGeneric);
        if (Decode === "ok" && !STRICTER.includes(Name)) decodeToken(Token);
        if (Decode !== "ok" && DecodeGeneric !== "ok") agrees(() => decodeToken(Token), Decode);
      },
    };
  }
  for (const { name, error } of vectors?.encode_errors ?? []) {
    yield {
      name: `encode: ${name}`,
      run() {
        const { kind, claims, signer } = described(name);
        agrees(() => encodeClaims(kind, claims as never, signer), error === "<nil>" ? "ok" : error);
      },
    };
  }
}

function agrees(run: () => unknown, outcome: string): void {
  try {
    run();
  } catch (error) {
    ok(AuthError.isInstance(error), String(error));
    if (outcome === "ok") fail(`refused: ${error.message}`);
    if (isLibraryText(outcome)) {
      ok(error.message.includes(outcome), `expected "${outcome}", got "${error.message}"`);
    }
    return;
  }
  equal(outcome, "ok", `accepted, but Go says ${outcome}`);
}

const NAMES: Readonly<Record<string, ClaimKind>> = {
  "auth request": "authorization_request",
  "auth response": "authorization_response",
};

const SUBJECT: Readonly<Record<ClaimKind, string>> = {
  operator: "operator",
  account: "account",
  user: "user",
  activation: "account",
  authorization_request: "account",
  authorization_response: "user",
  generic: "account",
};

const SIGNER: Readonly<Record<ClaimKind, string>> = {
  operator: "operator",
  account: "operator",
  user: "account",
  activation: "account",
  authorization_request: "server",
  authorization_response: "account",
  generic: "account",
};

/** Builds what a name such as "user signed by account ok" says in words. */
function described(name: string): { kind: ClaimKind; claims: Claims; signer: KeyPair } {
  const words = name
    .replace(/ ok$/, "")
    .replace("account A signed by account B", "account signed by account-b");
  if (words === "public only keypair") {
    return build("user", "user", fromPublic(goldenKey("account").publicKey));
  }
  if (words === "operator bad account_server_url") {
    const { claims, ...rest } = build("operator", "operator", goldenKey("operator"));
    return { ...rest, claims: { ...claims, nats: { account_server_url: "foo" } } as Claims };
  }
  const [, kindName = "", how, label = ""] =
    /^(.*?) (with|signed by) (\S+)(?: subject)?$/.exec(words) ?? fail(`unknown case ${name}`);
  const kind = NAMES[kindName] ?? (kindName.replaceAll(" ", "_") as ClaimKind);
  const keyLabel = label === "curve" ? "xkey" : label;
  return how === "with"
    ? build(kind, keyLabel, goldenKey(SIGNER[kind]))
    : build(kind, SUBJECT[kind], goldenKey(keyLabel));
}

function build(
  kind: ClaimKind,
  subject: string,
  signer: KeyPair,
): { kind: ClaimKind; claims: Claims; signer: KeyPair } {
  return { kind, claims: { sub: goldenKey(subject).publicKey, nats: {} } as Claims, signer };
}
