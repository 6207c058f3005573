import { createHash } from "node:crypto";
import { base64urlEncode, fromRawSeed, type KeyPair } from "../src/index.js";
import { mutate } from "./mutate.js";
import { mutateJson } from "./mutate-json.js";
import type { Random } from "./random.js";

const HEADERS = ['{"typ":"JWT","alg":"ed25519-nkey"}', '{"typ":"jwt","alg":"ed25519"}'];
const KINDS = { operator: "operator", account: "account", server: "server" } as const;
const keys = new Map<string, KeyPair>();

/** A token whose broken payload carries a valid signature, so that it gets past the signature check. */
export function signedToken(
  { payload, signer }: { readonly payload: string; readonly signer: string },
  random: Random,
): string {
  const broken =
    random.int(3) === 0 ? mutate(payload, random, [payload]) : mutateJson(payload, random);
  const header = base64urlEncode(random.pick(HEADERS));
  const chunk = base64urlEncode(broken);
  const covered = random.int(4) !== 0 ? `${header}.${chunk}` : chunk;
  const signature = keyOf(signer).sign(new TextEncoder().encode(covered));
  return `${header}.${chunk}.${base64urlEncode(signature)}`;
}

function keyOf(label: string): KeyPair {
  const known = keys.get(label);
  if (known !== undefined) return known;
  const kind = KINDS[label.split("-")[0] as keyof typeof KINDS];
  const key = fromRawSeed(kind, createHash("sha256").update(`kchat/golden/${label}`).digest());
  keys.set(label, key);
  return key;
}
