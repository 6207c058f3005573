import { deepStrictEqual, strictEqual } from "node:assert";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { base64urlDecode } from "@kchat/auth";
import { admit } from "../../src/admission/admit.js";
import { createRateLimit } from "../../src/admission/rate.js";
import { createSeenSet } from "../../src/admission/seen.js";
import { decodeChatToken, type TokenClaims, TokenError } from "../../src/index.js";
import { encodePayload } from "../../src/token/encode.js";

interface Vector {
  id: string;
  subject: string | null;
  token: string;
  expect: {
    valid: boolean;
    reason?: string;
    version?: 1 | 2;
    kind?: string;
    bytes?: number;
    at?: number;
    header?: unknown;
    claims?: Record<string, unknown> & { exp?: number; nbf?: number };
    jti?: string;
    jtiMatches?: boolean;
    text?: string;
    ingest?: "accept" | "reject" | "unknown-sender";
    ingestReason?: string;
  };
}

/** What the vectors call a refusal, and what admission does. */
const refusals: Record<string, string> = {
  "missing-text": "text",
  "issuer-is-not-subject": "subject",
  "channel-mismatch": "subject",
  "issuer-is-not-a-user": "issuer",
};

/** One admission for each case: the vectors don't depend on each other's order. */
const freshAdmission = () => ({
  space: "KUBECON",
  horizonMs: 3_600_000,
  seen: createSeenSet({ horizonMs: 3_600_000, capacity: 100 }),
  rate: createRateLimit({ perSecond: 20, burst: 60, keys: 10 }),
});

/** The cases of `go-client-vectors.json` in a directory. */
export function* cases(dir: string): Iterable<{ name: string; run(): void }> {
  const file = JSON.parse(readFileSync(join(dir, "go-client-vectors.json"), "utf8"));
  const vectors = file.vectors as Vector[];
  for (const vector of vectors) {
    const { id, expect } = vector;
    if (expect.valid) {
      yield { name: `${id} decodes and verifies`, run: () => decodes(vector) };
      if (expect.version === 1)
        yield { name: `${id} has its jti and bytes`, run: () => reencodes(vector) };
      if (expect.ingest) yield { name: `${id}: ${expect.ingest}`, run: () => isIngested(vector) };
      if (expect.claims?.exp && vector.subject) {
        yield { name: `${id} is late after its expiry`, run: () => expires(vector) };
      }
    } else {
      yield { name: `${id} is refused for its ${expect.reason}`, run: () => isRefused(vector) };
    }
  }
  const pair = vectors.filter(({ id }) => id === "go-alice-post-2" || id === "go-alice-post-3");
  yield { name: "two posts with one jti are both shown", run: () => bothShown(pair) };
}

function decodes({ token, expect }: Vector): void {
  const decoded = decodeChatToken(token);
  deepStrictEqual(decoded.header, expect.header);
  deepStrictEqual(decoded.claims, expect.claims);
  strictEqual(decoded.version, expect.version);
  strictEqual(decoded.kind, expect.kind);
  strictEqual(token.length, expect.bytes);
  if (expect.text !== undefined) strictEqual(decoded.claims.nats?.msg, expect.text);
}

function reencodes({ token, expect }: Vector): void {
  const { claims, payload } = decodeChatToken(token);
  strictEqual(encodePayload(claims), payload);
  if (expect.jti === undefined) return;
  strictEqual(goJti(claims), expect.jti);
  strictEqual(claims.jti === expect.jti, expect.jtiMatches);
}

/** The jti as Go makes it: the hash of the claims without jti and `nats`. We send random ones, since it leaves the text out. */
function goJti(claims: TokenClaims): string {
  const { aud, exp, iat, iss, name, nbf, sub, tags, type } = claims;
  const hashed = base64urlDecode(
    encodePayload({ aud, exp, iat, iss, name, nbf, sub, tags, type } as TokenClaims),
  );
  return base32(createHash("sha512-256").update(hashed).digest());
}

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const chunks = bits.match(/.{1,5}/g) ?? [];
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return chunks.map((chunk) => alphabet[Number.parseInt(chunk.padEnd(5, "0"), 2)]).join("");
}

function ingest({ subject, token }: Vector, now: number, admission = freshAdmission()) {
  return admit(subject ?? "", new TextEncoder().encode(token), now, admission);
}

function isIngested(vector: Vector): void {
  const { at = 0, ingest: expected, ingestReason = "" } = vector.expect;
  const verdict = ingest(vector, at * 1_000);
  // An unknown sender is a state of the member, not a refusal of the message.
  const refused = "refused" in verdict ? verdict.refused : undefined;
  strictEqual(refused, expected === "reject" ? refusals[ingestReason] : undefined);
}

function expires(vector: Vector): void {
  const skewSeconds = 60;
  const exp = vector.expect.claims?.exp ?? 0;
  const inTime = ingest(vector, (exp + skewSeconds) * 1_000);
  strictEqual("refused" in inTime && inTime.refused === "expired", false);
  deepStrictEqual(ingest(vector, (exp + skewSeconds + 1) * 1_000), { refused: "expired" });
}

function isRefused({ token, expect }: Vector): void {
  try {
    decodeChatToken(token);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    strictEqual(error.code, "ERR_CHAT_TOKEN");
    strictEqual(error.flaw, expect.reason);
    return;
  }
  throw new Error("it was decoded");
}

function bothShown(pair: Vector[]): void {
  strictEqual(pair.length, 2);
  const admission = freshAdmission();
  const ids = pair.map((vector) => {
    const verdict = ingest(vector, (vector.expect.at ?? 0) * 1_000, admission);
    return "admitted" in verdict ? verdict.admitted.id : verdict.refused;
  });
  strictEqual(new Set(ids).size, 2);
  for (const id of ids) strictEqual(/^[A-Z2-7]{26}$/.test(id), true, id);
}
