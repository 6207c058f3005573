import {
  type AccountClaims,
  accountDidSign,
  hasEmptyPermissions,
  loadClaims,
  type OperatorClaims,
  operatorDidSign,
  previewScope,
  scopeUserOf,
  type UserClaims,
  validateScopedSigner,
} from "@kchat/auth";
import { type Case, Refused, type Topic } from "../case.js";
import { ClaimMaker } from "../claims/claim-maker.js";
import { pair } from "../key-texts.js";
import { mutateValue } from "../mutate.js";
import * as texts from "../texts.js";

export const didSign: Topic = {
  name: "who signed",
  casesPerRound: 50,
  make(random): Case {
    const anyKey = (kind: "operator" | "account"): string =>
      random.pick(["", pair(random, kind).publicKey]);
    const keys = (kind: "operator" | "account"): string[] => random.list(2, () => anyKey(kind));
    if (random.one(2)) {
      const operator = {
        sub: pair(random, "operator").publicKey,
        nats: { signing_keys: keys("operator"), strict_signing_key_usage: random.one(2) },
      };
      const kind = random.pick(["operator", "account"] as const);
      const claims = { iss: anyKey("operator"), sub: pair(random, kind).publicKey, nats: {} };
      return {
        question: {
          op: "didSign",
          kind: "operator",
          claims: JSON.stringify(operator),
          text: kind,
          other: JSON.stringify(claims),
        },
        ours: () => operatorDidSign(operator as OperatorClaims, claims),
      };
    }
    const scope = {
      kind: "user_scope",
      key: pair(random, "account").publicKey,
      role: "",
      template: {},
      description: "",
    };
    const account = {
      sub: pair(random, "account").publicKey,
      nats: { signing_keys: [...keys("account"), ...(random.one(2) ? [scope] : [])] },
    };
    const kind = random.pick(["user", "activation"] as const);
    const claims = {
      iss: anyKey("account"),
      sub: pair(random, kind === "user" ? "user" : "account").publicKey,
      nats: { issuer_account: random.pick([account.sub, anyKey("account")]) },
    };
    return {
      question: {
        op: "didSign",
        kind: "account",
        claims: JSON.stringify(account),
        text: kind,
        other: JSON.stringify(claims),
      },
      ours: () => accountDidSign(account as AccountClaims, claims as UserClaims),
    };
  },
};

export const scopedUsers: Topic = {
  name: "users under a scope",
  casesPerRound: 60,
  make(random) {
    const key = pair(random, "account").publicKey;
    const members = new ClaimMaker(random, "loose").permissionLimits();
    const few = Object.fromEntries(Object.entries(members).filter(() => random.one(5)));
    const empties = random.some({
      pub: () => random.pick([{}, { allow: [] }, { deny: null }, null, { allow: null, deny: [] }]),
      src: () => random.pick([null, "", [], " , "]),
      times: () => random.pick([null, []]),
      subs: () => random.pick([0, -1, null]),
      times_location: () => "",
      bearer_token: () => random.pick([false, null]),
      resp: () => random.pick([null, {}]),
      allowed_connection_types: () => random.pick([null, []]),
    });
    const nats = random.pick([{}, empties, few, mutateValue(random, { ...empties, ...few }, 1)]);
    const claims = { iss: random.one(4) ? "x" : key, sub: pair(random, "user").publicKey, nats };
    return {
      question: { op: "scoped", key, claims: JSON.stringify(claims) },
      ours() {
        const user = loadClaims("user", claims, { mode: "go" });
        return { empty: hasEmptyPermissions(user), signer: signer(key, user) };
      },
      comparable: (value) => {
        const { empty, signer } = value as { empty: boolean; signer: string };
        return { empty, signer: signer.replace(/:.*/, "") };
      },
    };
  },
};

function signer(key: string, user: UserClaims): string {
  try {
    validateScopedSigner({ key } as never, user);
    return "ok";
  } catch (error) {
    return (error as Error).message;
  }
}

// biome-ignore format: one line a text would hide the list
const PIECES = [
  "{{name()}}", "{{ subject() }}", "{{NAME()}}", "{{account-name()}}", "{{account-subject()}}", "{{tag(a)}}", "{{tag(b)}}",
  "{{TAG(a)}}", "{{Tag(A)}}", "{{tag(A)}}", "{{account-tag(a)}}", "{{account-tag( a )}}", "{{tag()}}", "{{x()}}", "{{}}", "{{{name()}}}", "{{name()", "}}",
  "a", "*", ">", ".", ".", ".", "_INBOX", "{{\u0085name()\u00a0}}", "{{\ufeffname()}}", "{{ſubject()}}", "{{tag(a}}", "{{tag(a))}}", " q", "{{tag(\n)}}",
  "{", "}", "{{n}a}}", "{{tag(É)}}", "{{tag(Σ)}}", "{{tag(ẞ)}}", "{{tag(İ)}}",
];

export const templates: Topic = {
  name: "expanded templates",
  casesPerRound: 100,
  make(random) {
    const value = (): string =>
      random.pick([
        "x",
        "y",
        "*",
        ">",
        "x.y",
        "",
        " ",
        "é",
        "{{name()}}",
        "a\tb",
        "x\u00a0y",
        "a\u2028",
      ]);
    const tag = (): string =>
      `${random.pick(["a", "b", "A", "", "é", "σ", "ς", "ß", "i", "i\u0307", "a)", " a "])}${random.pick([":", ":", ":", ""])}${value()}`;
    const list = (): string[] =>
      random.list(2, () =>
        texts
          .subject(random)
          .split(".")
          .map(() => random.list(2, () => random.pick(PIECES)).join(""))
          .join(random.pick([".", ".", ""])),
      );
    const direction = (): unknown =>
      random.some({ allow: list, deny: () => (random.one(3) ? list() : []) });
    const template = random.some({
      pub: direction,
      sub: direction,
      resp: () => ({ max: 1, ttl: 5 }),
    });
    const account = {
      sub: pair(random, "account").publicKey,
      ...random.some({ name: value }),
      nats: { tags: random.list(3, tag) },
    };
    const user = {
      sub: pair(random, "user").publicKey,
      ...random.some({ name: value }),
      nats: { issuer_account: account.sub, tags: random.list(4, tag) },
    };
    return {
      question: {
        op: "template",
        text: JSON.stringify(template),
        claims: JSON.stringify(user),
        other: JSON.stringify(account),
      },
      ours: () => expanded(template, user as UserClaims, account as AccountClaims),
      comparable: (value) =>
        typeof value === "string" ? dropEmpty(JSON.parse(value)) : dropEmpty(value),
    };
  },
};

function expanded(template: object, user: UserClaims, account: AccountClaims): unknown {
  const preview = previewScope(template, scopeUserOf(user, account));
  if (preview.outcome === "granted") return preview.permissions;
  throw new Refused(preview.refusals[0]?.reason);
}

/** Both sides write nothing, or an empty list, for the same thing. */
function dropEmpty(value: unknown): unknown {
  const { pub, sub, ...rest } = value as { pub?: object; sub?: object };
  const filled = (direction: object = {}): object =>
    Object.fromEntries(
      Object.entries(direction).filter(([, list]) => (list as unknown[] | undefined)?.length),
    );
  return { ...rest, pub: filled(pub), sub: filled(sub) };
}
