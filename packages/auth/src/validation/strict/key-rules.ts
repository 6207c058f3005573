import type { KeyKind } from "../../keys/kind.js";
import { isPublicKey } from "../../keys/public-key.js";
import { isGoPublicKey } from "../go-key.js";
import { type KindedClaims, type Report, type StrictCheck, shown } from "./rule.js";

interface KeyMember {
  readonly path: string;
  readonly text: string | undefined;
  readonly kinds: readonly KeyKind[];
  /** Texts other than keys that are fine here. */
  readonly or?: string;
}

const many = (
  path: string,
  texts: readonly string[] | undefined,
  kind: KeyKind,
  or?: string,
): KeyMember[] =>
  (texts ?? []).map((text) => ({ path, text, kinds: [kind], ...(or === undefined ? {} : { or }) }));

const issuers: Record<KindedClaims["kind"], readonly KeyKind[]> = {
  operator: ["operator"],
  account: ["operator", "account"],
  user: ["account"],
  activation: ["account", "operator"],
  authorization_request: ["server"],
  authorization_response: ["account"],
  generic: ["operator", "account", "user", "server", "cluster"],
};

const keysOf = (target: KindedClaims): KeyMember[] => {
  const { kind, claims } = target;
  const issuer = { path: "iss", text: claims.iss, kinds: issuers[kind] };
  const subject = (of: KeyKind) => ({ path: "sub", text: claims.sub, kinds: [of] });
  switch (target.kind) {
    case "operator": {
      const { nats } = target.claims;
      return [
        issuer,
        subject("operator"),
        ...many("nats.signing_keys", nats.signing_keys, "operator"),
        { path: "nats.system_account", text: nats.system_account, kinds: ["account"] },
      ];
    }
    case "account": {
      const { nats } = target.claims;
      const signing = (nats.signing_keys ?? []).map((e) => (typeof e === "string" ? e : e.key));
      const exports = (nats.exports ?? []).flatMap((entry, index) =>
        many(
          `nats.exports[${index}].revocations`,
          Object.keys(entry?.revocations ?? {}),
          "account",
          "*",
        ),
      );
      return [
        issuer,
        subject("account"),
        ...many("nats.signing_keys", signing, "account"),
        ...many("nats.revocations", Object.keys(nats.revocations ?? {}), "user", "*"),
        ...exports,
        ...(nats.imports ?? []).flatMap((entry, index) =>
          many(`nats.imports[${index}].account`, entry?.account ? [entry.account] : [], "account"),
        ),
        ...many("nats.authorization.auth_users", nats.authorization?.auth_users, "user"),
        ...many(
          "nats.authorization.allowed_accounts",
          nats.authorization?.allowed_accounts,
          "account",
          "*",
        ),
        { path: "nats.authorization.xkey", text: nats.authorization?.xkey, kinds: ["curve"] },
      ];
    }
    case "user":
    case "activation":
      return [
        issuer,
        subject(kind === "user" ? "user" : "account"),
        {
          path: "nats.issuer_account",
          text: target.claims.nats.issuer_account,
          kinds: ["account"],
        },
      ];
    case "authorization_request":
      return [
        issuer,
        { path: "nats.user_nkey", text: target.claims.nats.user_nkey, kinds: ["user"] },
      ];
    case "authorization_response":
      return [
        issuer,
        subject("user"),
        { path: "aud", text: claims.aud, kinds: ["server"] },
        {
          path: "nats.issuer_account",
          text: target.claims.nats.issuer_account,
          kinds: ["account"],
        },
      ];
    default:
      return [issuer];
  }
};

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
