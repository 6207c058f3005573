import { type ClaimKind, encodeClaims } from "@kchat/auth";
import type { Topic } from "../case.js";
import { ClaimMaker, KINDS } from "../claims/claim-maker.js";
import { pair, seedOf } from "../key-texts.js";
import type { Random } from "../random.js";

const SIGNER = {
  operator: "operator",
  account: "operator",
  user: "account",
  activation: "account",
  authorization_request: "server",
  authorization_response: "account",
  generic: "user",
} as const;

export const encode: Topic = {
  name: "encoded tokens",
  casesPerRound: 200,
  make(random) {
    const kind: ClaimKind = random.pick([...KINDS, "generic"]);
    const claims = { ...new ClaimMaker(random, "exact").claim(kind), sub: subject(random, kind) };
    const signer = random.one(8) ? pair(random) : pair(random, SIGNER[kind]);
    return {
      question: { op: "encode", kind, claims: JSON.stringify(claims), seed: seedOf(signer) },
      ours({ value }) {
        const iat = (value as { iat: number } | null)?.iat ?? 0;
        return { token: encodeClaims(kind, claims as never, signer, { now: iat }), iat };
      },
    };
  },
};

/** Well spelt, since ours never encodes for another spelling of a key; at times of another kind, or no key at all. */
function subject(random: Random, kind: ClaimKind): string {
  if (random.one(8)) return random.pick([pair(random).publicKey, "", "x"]);
  if (kind === "operator" || kind === "account" || kind === "user")
    return pair(random, kind).publicKey;
  return pair(random, "account").publicKey;
}
