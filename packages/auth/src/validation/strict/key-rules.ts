import type { AccountNats } from "../../claims/types/account.js";
import type { KeyKind } from "../../keys/kind.js";
import { isPublicKey } from "../../keys/public-key.js";
import { isGoPublicKey } from "../go-key.js";
import { type KindedClaims, type Report, type StrictCheck, shown } from "./rule.js";

interface KeyMember {
  readonly path: string;
  readonly text: string | undefined;
  readonly kinds: readonly KeyKind[];
  /** Texts other than keys that are fine here. */
  readonly or?: string | undefined;
}

function* many(
  path: string,
  texts: readonly string[] | undefined,
  kind: KeyKind,
  or?: string,
): Generator<KeyMember> {
  const kinds = [kind];
  for (const text of texts ?? []) yield { path, text, kinds, or };
}

const issuers: Record<KindedClaims["kind"], readonly KeyKind[]> = {
  operator: ["operator"],
  account: ["operator", "account"],
  user: ["account"],
  activation: ["account", "operator"],
  authorization_request: ["server"],
  authorization_response: ["account"],
  generic: ["operator", "account", "user", "server", "cluster"],
};

/** One by one: a report that is full asks for no more. */
function* keysOf(target: KindedClaims): Generator<KeyMember> {
  const { kind, claims } = target;
  const issuer: KeyMember = { path: "iss", text: claims.iss, kinds: issuers[kind] };
  const subject = (of: KeyKind): KeyMember => ({ path: "sub", text: claims.sub, kinds: [of] });
  yield issuer;
  switch (target.kind) {
    case "operator": {
      const { nats } = target.claims;
      yield subject("operator");
      yield* many("nats.signing_keys", nats.signing_keys, "operator");
      yield { path: "nats.system_account", text: nats.system_account, kinds: ["account"] };
      break;
    }
    case "account":
      yield subject("account");
      yield* accountKeys(target.claims.nats);
      break;
    case "user":
    case "activation": {
      const { issuer_account: text } = target.claims.nats;
      yield subject(kind === "user" ? "user" : "account");
      yield { path: "nats.issuer_account", text, kinds: ["account"] };
      break;
    }
    case "authorization_request":
      yield { path: "nats.user_nkey", text: target.claims.nats.user_nkey, kinds: ["user"] };
      break;
    case "authorization_response": {
      const { issuer_account: text } = target.claims.nats;
      yield subject("user");
      yield { path: "aud", text: claims.aud, kinds: ["server"] };
      yield { path: "nats.issuer_account", text, kinds: ["account"] };
      break;
    }
  }
}

function* accountKeys(nats: AccountNats): Generator<KeyMember> {
  const signing = (nats.signing_keys ?? []).map((e) => (typeof e === "string" ? e : e.key));
  yield* many("nats.signing_keys", signing, "account");
  yield* many("nats.revocations", Object.keys(nats.revocations ?? {}), "user", "*");
  for (const [index, entry] of (nats.exports ?? []).entries()) {
    if (!entry?.revocations) continue;
    const path = `nats.exports[${index}].revocations`;
    yield* many(path, Object.keys(entry.revocations), "account", "*");
  }
  for (const [index, entry] of (nats.imports ?? []).entries()) {
    if (!entry?.account) continue;
    yield { path: `nats.imports[${index}].account`, text: entry.account, kinds: ["account"] };
  }
  const { auth_users: users, allowed_accounts: allowed, xkey } = nats.authorization ?? {};
  yield* many("nats.authorization.auth_users", users, "user");
  yield* many("nats.authorization.allowed_accounts", allowed, "account", "*");
  yield { path: "nats.authorization.xkey", text: xkey, kinds: ["curve"] };
}

const checkKey = ({ path, text, kinds, or }: KeyMember, report: Report): void => {
  if (!text || text === or || kinds.some((kind) => isPublicKey(text, kind))) return;
  if (kinds.some((kind) => isGoPublicKey(text, kind))) {
    report(
      "canonical-key",
      "error",
      `${shown(text)} is another spelling of a key; write the canonical one`,
      path,
    );
  } else {
    report(
      "key-kind",
      "error",
      `${shown(text)} is not the public key of: ${kinds.join(", ")}`,
      path,
    );
  }
};

/** Canonical spelling and kind of every key in a claim. */
export const checkKeys: StrictCheck = (target, _context, report) => {
  for (const member of keysOf(target)) checkKey(member, report);
};
