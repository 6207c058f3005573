import {
  claimJson,
  contains,
  isServerSubject,
  issueUser,
  newAccountClaims,
  newActivationClaims,
  newOperatorClaims,
  newUserClaims,
  overlaps,
  type Subject,
} from "@kchat/auth";
import type { Case, Topic } from "../case.js";
import { pair, seedOf } from "../key-texts.js";
import type { Random } from "../random.js";
import * as texts from "../texts.js";

/** New claims of each kind, with tags as they are added there. */
export const builders: Topic = {
  name: "new claims and their tags",
  casesPerRound: 30,
  make(random): Case {
    const kind = random.pick(["operator", "account", "user", "activation"] as const);
    const sub = pair(random, kind === "activation" ? "account" : kind).publicKey;
    // Two lone surrogates are different here, but the same to Go.
    const tags = random.list(4, () => texts.text(random).replace(/\p{Surrogate}/gu, "x"));
    return {
      question: { op: "new", kind, key: sub, steps: tags },
      ours() {
        switch (kind) {
          case "operator":
            // Go names the issuer already here, ours when it signs.
            return claimJson(kind, { ...newOperatorClaims(sub, { nats: { tags } }), iss: sub });
          case "account":
            return claimJson(kind, newAccountClaims(sub, { nats: { tags } }));
          case "user":
            return claimJson(kind, newUserClaims(sub, { nats: { tags } }));
          default:
            return claimJson(kind, newActivationClaims(sub, { nats: { tags } }));
        }
      },
    };
  },
};

/** Users as `IssueUserJWT` makes them for a scoped signing key. */
export const issued: Topic = {
  name: "issued users",
  casesPerRound: 30,
  make(random): Case {
    const signer = pair(random, "account");
    const account = pair(random, "account").publicKey;
    const user = pair(random, "user").publicKey;
    const name = texts.text(random) || "x";
    const tags = random.list(3, () => texts.text(random));
    const seconds = random.pick([0, 1, 3600]);
    return {
      question: {
        op: "issueUser",
        seed: seedOf(signer),
        other: account,
        key: user,
        text: name,
        steps: tags,
        seconds,
      },
      ours({ value }) {
        const { iat } = value as { iat: number };
        if (signer.publicKey === account) return value;
        const expiresInSeconds = seconds === 0 ? undefined : seconds;
        const token = issueUser(signer, { user, account, name, tags, expiresInSeconds, now: iat });
        return { token, iat };
      },
    };
  },
};

const TOKENS = ["a", "b", "*", ">", "a", "*"] as const;
const plain = (random: Random): string =>
  Array.from({ length: 1 + random.int(4) }, () => random.pick(TOKENS))
    .join(".")
    .replace(/>\./g, "a.");

/** How servers compare subjects that are good ones, and which ones they call good. */
export const serverSubjects: Topic = {
  name: "subjects as servers see them",
  casesPerRound: 60,
  make(random): Case {
    const [text, from] = random.one(2)
      ? [plain(random), plain(random)]
      : [texts.subject(random), "a"];
    return {
      question: { op: "serverSubject", text, from },
      ours() {
        const valid = isServerSubject(text);
        if (from === "a" || !valid) return { valid };
        const [one, other] = [text as Subject, from as Subject];
        return { valid, collide: overlaps(one, other), subset: contains(other, one) };
      },
      comparable: (value) => {
        const { valid, ...rest } = value as { valid: boolean };
        return from === "a" || !valid ? { valid } : { valid, ...rest };
      },
    };
  },
};
