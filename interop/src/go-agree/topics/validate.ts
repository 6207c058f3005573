import { loadClaims, validateClaims } from "@kchat/auth";
import type { Topic } from "../case.js";
import { claimText, comparableClaim } from "../claim-text.js";
import { ClaimMaker, KINDS } from "../claims/claim-maker.js";
import { comparableIssues } from "../issues.js";
import { key } from "../key-texts.js";
import { mutateValue } from "../mutate.js";
import { oddUrl } from "../texts.js";

const ISSUERS = ["operator", "account"] as const;

export const validate: Topic = {
  name: "issues of validation",
  casesPerRound: 250,
  make(random) {
    const kind = random.pick(KINDS);
    const made = {
      iss: key(random, random.pick(ISSUERS)),
      ...new ClaimMaker(random, "loose").claim(kind),
    };
    const claims = random.one(6) ? mutateValue(random, made, 1) : made;
    return {
      question: { op: "validate", kind, claims: JSON.stringify(claims) },
      ours: () => validateClaims(kind, claims, { disable: "off" }).issues,
      comparable: comparableIssues,
    };
  },
};

/** Claims with members of wrong types, unknown names and nulls: who loads them, and as what. */
export const load: Topic = {
  name: "loaded claims",
  casesPerRound: 150,
  make(random) {
    const kind = random.pick(KINDS);
    const claims = mutateValue(random, new ClaimMaker(random, "loose").claim(kind));
    const text = JSON.stringify(claims);
    return {
      question: { op: "load", kind, claims: text },
      ours: () => claimText(kind, loadClaims(kind, claims, { mode: "go" })),
      comparable: comparableClaim,
    };
  },
};

/** Many URLs at once, since Go's parser has a rule for every character. */
export const urls: Topic = {
  name: "URLs of operators and accounts",
  casesPerRound: 60,
  make(random) {
    const many = Array.from({ length: 12 }, () => oddUrl(random));
    const [first = ""] = many;
    const kind = random.pick(["operator", "account"] as const);
    const nats =
      kind === "operator"
        ? { account_server_url: first, operator_service_urls: many }
        : { info_url: first, exports: many.map((info_url) => ({ info_url })) };
    return {
      question: { op: "validate", kind, claims: JSON.stringify({ nats }) },
      ours: () => validateClaims(kind, { nats }, { disable: "off" }).issues,
      comparable: comparableIssues,
    };
  },
};
