import {
  decorateJwt,
  decorateSeed,
  encodeClaims,
  extractJwt,
  extractUserKey,
  formatCreds,
} from "@kchat/auth";
import type { Case, Topic } from "../case.js";
import { pair, seedOf, spoilt } from "../key-texts.js";
import type { Random } from "../random.js";
import { text } from "../texts.js";

const bytesOf = (value: string): Uint8Array => new TextEncoder().encode(value);
const base64 = (value: string): string => Buffer.from(value, "utf8").toString("base64");

const ENDS = ["\n", "\n", "\n", "\r\n", "\r\r\n", "\r", "", "\n\n", " \n"];

/** A text built of the parts of creds files, in odd arrangements. */
function file(random: Random): string {
  const seed = (): string =>
    random.one(4)
      ? spoilt(random, seedOf(pair(random)))
      : seedOf(pair(random, random.pick(["user", "user", "account", "operator"])));
  const lines: (() => string)[] = [
    () => "-----BEGIN NATS USER JWT-----",
    () => "------END NATS USER JWT------",
    () => "-----BEGIN USER NKEY SEED-----",
    () => "------END USER NKEY SEED------",
    () =>
      random.pick([
        "---",
        "------",
        "-----",
        "--- x ---",
        "text ---x---",
        "--- ---x",
        "\u00a0---a---",
        "---\u2028---",
      ]),
    () => "eyJ0.eyJ1.c2ln",
    () => random.pick(["a", "a b", "a=", "a_-.", "é", " a", "a "]),
    seed,
    () => ` ${seed()}`,
    () => `\u0085${seed()}`,
    () => `\ufeff${seed()}`,
    () => `\v${seed()} `,
    () => text(random),
  ];
  const end = random.pick(ENDS);
  const separator = (): string => (random.one(8) ? random.pick(ENDS) : end);
  if (random.one(2)) {
    return random.list(9, () => random.pick(lines)() + separator()).join("");
  }
  const usual = [
    lines[0]?.() ?? "",
    "eyJ0.eyJ1.c2ln",
    "------END NATS USER JWT------",
    "",
    "*** IMPORTANT ***",
    "",
    "-----BEGIN USER NKEY SEED-----",
    seed(),
    "------END USER NKEY SEED------",
    "",
    "*****",
  ];
  const damaged = usual.flatMap((line) => {
    if (!random.one(12)) return [line];
    return random.pick([
      [],
      [line, line],
      [random.pick(lines)()],
      [`${line} `],
      [line.slice(0, -2)],
    ]);
  });
  return damaged
    .map((line) => line + separator())
    .join("")
    .slice(0, random.one(6) ? -1 - random.int(20) : undefined);
}

export const creds: Topic = {
  name: "creds files",
  casesPerRound: 100,
  make(random) {
    const content = file(random);
    const bytes = bytesOf(content);
    return {
      question: { op: "creds", data: base64(content) },
      ours: () => ({
        jwt: extractJwt(bytes, { mode: "go" }),
        user: orRefused(() => extractUserKey(bytes, { mode: "go" }).publicKey),
      }),
      comparable: (value) => {
        const { jwt, user } = value as { jwt: string; user: string };
        return { jwt, user: user.startsWith("refused") ? "refused" : user };
      },
    };
  },
};

function orRefused(run: () => string): string {
  try {
    return run();
  } catch {
    return "refused";
  }
}

export const formatting: Topic = {
  name: "formatted creds",
  casesPerRound: 30,
  make(random): Case {
    const kind = random.pick(["user", "user", "account"] as const);
    const subject = pair(random, kind);
    const claims = { sub: subject.publicKey, nats: {} };
    const issued = encodeClaims(kind, claims, pair(random, "account"), { now: 1 });
    const at = issued.length - 2 - random.int(80);
    // In the signature: elsewhere ours, which takes one spelling only, would have other reasons than Go.
    const token = random.one(6)
      ? issued.slice(0, at) + random.pick(["A", "B"]) + issued.slice(at + 1)
      : issued;
    const seed = random.one(3) ? seedOf(pair(random)) : seedOf(subject);
    switch (random.int(3)) {
      case 0:
        return {
          question: { op: "format", token, data: base64(seed) },
          ours: () => formatCreds(token, seed),
        };
      case 1:
        return { question: { op: "decorate", token }, ours: () => decorateJwt(token) };
      default:
        return {
          question: { op: "decorate", token: "", data: base64(seed) },
          ours: () => decorateSeed(seed),
        };
    }
  },
};
