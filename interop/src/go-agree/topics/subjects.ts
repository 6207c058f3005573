import {
  activationHashId,
  compact,
  goQuote,
  goSubjectIssues,
  hasWildcards,
  isContainedIn,
  isRevoked,
  type RevocationList,
  renamedSubject,
  renamingIssues,
  withRevoked,
} from "@kchat/auth";
import type { Case, Topic } from "../case.js";
import { comparableIssues } from "../issues.js";
import { key } from "../key-texts.js";
import type { Random } from "../random.js";
import * as texts from "../texts.js";

/** Errors by their texts, as issues. */
const errors = (descriptions: readonly string[]): unknown =>
  comparableIssues(
    descriptions.map((description) => ({ description, blocking: true, timeCheck: false })),
  );

const withIssues = (value: unknown): unknown => {
  const { issues, ...rest } = value as { issues: unknown };
  return { ...rest, issues: comparableIssues(issues) };
};

const anySubject = (random: Random): string =>
  random.one(4) ? texts.text(random) : texts.subject(random);

export const subjects: Topic = {
  name: "subjects, containment and renaming",
  casesPerRound: 100,
  make(random): Case {
    const [text, from] = [anySubject(random), anySubject(random)];
    if (random.one(2)) {
      return {
        question: { op: "subject", text, from },
        ours: () => ({
          issues: errors(goSubjectIssues(text)),
          wildcards: hasWildcards(text),
          contained: isContainedIn(text, from),
        }),
        comparable: withIssues,
      };
    }
    return {
      question: { op: "renaming", text, from },
      ours: () => ({
        issues: errors(renamingIssues(text, from)),
        subject: renamedSubject(text).replace(/\p{Surrogate}/gu, "\ufffd"),
      }),
      comparable: withIssues,
    };
  },
};

// Blocks to which Unicode added nothing after version 15, which is the one that Go 1.26 knows.
const BLOCKS: readonly (readonly [number, number])[] = [
  [0, 0x36f],
  [0x2000, 0x209f],
  [0x2100, 0x23ff],
  [0x3000, 0x31bf],
  [0xac00, 0xfb4f],
  [0xfe00, 0xffff],
  [0x1f600, 0x1f64f],
  [0xe0000, 0xe01ff],
  [0x10ff00, 0x10ffff],
];

function codePoint(random: Random): number {
  const [first, last] = random.pick(BLOCKS);
  return first + random.int(last - first + 1);
}

export const quotes: Topic = {
  name: "quoted texts",
  casesPerRound: 30,
  make(random) {
    const text = random.one(2)
      ? texts.text(random)
      : random.list(8, () => String.fromCodePoint(codePoint(random))).join("");
    return { question: { op: "quote", text }, ours: () => goQuote(text) };
  },
};

export const hashIds: Topic = {
  name: "hash ids of activations",
  casesPerRound: 30,
  make(random) {
    const [iss, sub] = [random.one(8) ? "" : texts.text(random), key(random, "account")];
    const subject = anySubject(random);
    return {
      question: { op: "hashId", claims: JSON.stringify({ iss, sub, nats: { subject } }) },
      ours: () => activationHashId({ issuer: iss, subject: sub, importSubject: subject }),
    };
  },
};

export const revocations: Topic = {
  name: "revocations",
  casesPerRound: 60,
  make(random) {
    const name = (): string => random.pick(["*", "a", "b", "__proto__", "", "10", "constructor"]);
    const at = (): number => random.pick([0, 1, 2, 3, 100, -1, -5, 99_999_999_999]);
    const steps = random
      .list(5, () => (random.one(4) ? ["compact", ""] : [name(), String(at())]))
      .flat();
    const [key, seconds] = [name(), at()];
    return {
      question: { op: "revocations", steps, key, seconds },
      ours() {
        let list: RevocationList = {};
        const deleted: [string, number][] = [];
        for (let i = 0; i < steps.length; i += 2) {
          const [step = "", when] = steps.slice(i);
          if (step === "compact") {
            const compacted = compact(list);
            list = compacted.list;
            deleted.push(...compacted.removed.map(({ key, at }): [string, number] => [key, at]));
          } else list = withRevoked(list, step, Number(when));
        }
        return {
          list,
          deleted: Object.fromEntries(deleted),
          revoked: isRevoked(list, key, seconds),
        };
      },
    };
  },
};
