import { deepStrictEqual, equal } from "node:assert/strict";
import { parseJson } from "../../src/claims/json/parse-json.js";
import { baseText, jtiInput } from "../../src/claims/token/jti.js";
import {
  type ClaimKind,
  type Claims,
  decodeGeneric,
  decodeToken,
  encodeClaims,
  encodeClaimsAsync,
  jtiOf,
  type Signer,
} from "../../src/index.js";
import { type Case, deepFreeze, goldenKey, readVectors } from "./vectors.js";

interface TokenVector {
  readonly name: string;
  readonly kind: ClaimKind;
  readonly signer_label: string;
  readonly header_json: string;
  readonly payload_json: string;
  readonly iat: number;
  readonly jti: string;
  readonly jti_input_json: string;
  readonly token: string;
}

export function* tokenCases(dir: string): Iterable<Case> {
  const vectors = readVectors<{ tokens: readonly TokenVector[] }>(dir, "tokens.json");
  for (const vector of vectors?.tokens ?? []) {
    const of = (what: string, run: Case["run"]): Case => ({
      name: `tokens: ${vector.name}: ${what}`,
      run,
    });
    yield of("encodes to Go's bytes", () => encodes(vector, input(vector)));
    yield of("member order of the input does not matter", () =>
      encodes(vector, deepFreeze(shuffled(input(vector)) as Claims)),
    );
    yield of("empty members do not matter", () =>
      encodes(vector, deepFreeze(padded(input(vector), vector.kind === "generic") as Claims)),
    );
    yield of("an asynchronous signer gives the same token", () => signsElsewhere(vector));
    yield of("decodes to the payload", () => decodes(vector));
  }
}

function payload(vector: TokenVector): Claims {
  return parseJson(vector.payload_json, { duplicates: "refuse" }) as Claims;
}

/** What the README says to encode: the payload without what encoding sets. */
function input(vector: TokenVector): Claims {
  const { iss: _iss, iat: _iat, jti: _jti, nats, ...base } = payload(vector);
  const { version: _version, ...body } = { ...nats } as Record<string, unknown>;
  if (vector.kind !== "generic") delete body.type;
  return deepFreeze({ ...base, nats: body } as unknown as Claims);
}

function encodes(vector: TokenVector, claims: Claims): void {
  const token = encodeClaims(vector.kind, claims as never, goldenKey(vector.signer_label), {
    now: vector.iat,
  });
  const [header = "", body = ""] = token.split(".");
  equal(Buffer.from(header, "base64url").toString(), vector.header_json);
  equal(Buffer.from(body, "base64url").toString(), vector.payload_json);
  equal(token, vector.token);
  equal(jtiInput(baseText(payload(vector))), vector.jti_input_json);
  equal(jtiOf(payload(vector)), vector.jti);
}

async function signsElsewhere(vector: TokenVector): Promise<void> {
  const key = goldenKey(vector.signer_label);
  const signer: Signer = {
    publicKey: key.publicKey,
    sign: (data) => new Promise((resolve) => setImmediate(() => resolve(key.sign(data)))),
  };
  const token = await encodeClaimsAsync(vector.kind, input(vector) as never, signer, {
    now: vector.iat,
  });
  equal(token, vector.token);
}

function decodes(vector: TokenVector): void {
  for (const mode of ["strict", "go"] as const) {
    deepStrictEqual(decodeGeneric(vector.token, { mode }), payload(vector));
    if (vector.kind === "generic" && mode === "go") continue;
    const { kind, claims } = decodeToken(vector.token, { mode });
    equal(kind, vector.kind);
    deepStrictEqual(claims, payload(vector));
  }
}

/** The same value with members of objects, and the lists that Go sorts, in another order. */
function shuffled(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => shuffled(item));
    return ["imports", "exports", "signing_keys"].includes(name) ? items.reverse() : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, shuffled(item, key)]),
  );
}

/** The same claim with explicit empty members, which Go drops. */
function padded(claims: Claims, generic: boolean): unknown {
  const base = { aud: "", exp: 0, nbf: undefined, name: "", ...claims };
  if (generic) return base;
  const empty = { tags: [], description: "", info_url: null, issuer_account: undefined };
  return { ...base, nats: { ...empty, ...claims.nats } };
}
