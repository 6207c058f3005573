import { AuthError } from "../../errors/auth-error.js";
import type { KeyKind } from "../../keys/kind.js";
import { article, isPublicKey } from "../../keys/public-key.js";
import type { ReadMode } from "../layout/codec.js";
import type { ClaimKind } from "../types/claims.js";

/** Which keys may sign a claim of each kind; undefined: every key that can sign (jwt: ExpectedPrefixes). */
const SIGNERS: Readonly<Record<ClaimKind, readonly KeyKind[] | undefined>> = {
  operator: ["operator"],
  account: ["account", "operator"],
  user: ["account"],
  activation: ["account", "operator"],
  authorization_request: ["server"],
  authorization_response: ["account"],
  generic: undefined,
};

/** Whom a claim of each kind is about; undefined: whatever text it holds. */
const SUBJECTS: Readonly<Record<ClaimKind, "operator" | "account" | "user" | undefined>> = {
  operator: "operator",
  account: "account",
  user: "user",
  activation: "account",
  authorization_request: undefined,
  authorization_response: undefined,
  generic: undefined,
};

export function assertIssuer(kind: ClaimKind, issuer: KeyKind): void {
  const expected = SIGNERS[kind];
  if (expected === undefined || expected.includes(issuer)) return;
  throw new AuthError(
    "ERR_CLAIM_ISSUER",
    `unable to validate expected prefixes - [${expected.join(" ")}]: the key of ${article(issuer)} can't sign a claim of kind "${kind}"`,
  );
}

export function assertSubject(kind: ClaimKind, subject: string, mode: ReadMode): void {
  const expected = SUBJECTS[kind];
  if (expected === undefined) {
    if (subject !== "") return;
    throw new AuthError(
      "ERR_CLAIM_SUBJECT",
      `subject is not set: a claim of kind "${kind}" needs a "sub"`,
    );
  }
  if (isPublicKey(subject, expected, { mode })) return;
  const wanted = {
    operator: "an operator public key",
    account: kind === "activation" ? "an account" : "account public key",
    user: "user public key",
  }[expected];
  throw new AuthError(
    "ERR_CLAIM_SUBJECT",
    `expected subject to be ${wanted}: ${JSON.stringify(subject.slice(0, 64))} is not one in canonical form`,
  );
}
