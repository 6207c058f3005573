import { readActivation } from "../sharing/read-activation.js";
import type { Tree } from "./read-tree.js";

/** One entity that stops being valid. */
export interface Expiry {
  readonly kind: "operator" | "account" | "user" | "activation";
  /** `KO/KUBECON/chat-access`; for an activation the account and the imported subject. */
  readonly what: string;
  /** In Unix seconds. */
  readonly expiresAt: number;
  /** Seconds from now; negative when it is over. */
  readonly secondsLeft: number;
}

/** Options of {@link reportExpiry}. */
export interface ExpiryOptions {
  /** Leaves out what lives longer, in seconds. @default everything that ever expires */
  readonly withinSeconds?: number | undefined;
  /** The current time in Unix seconds. @default the system's clock */
  readonly now?: number | undefined;
}

/**
 * What of a tree expires, soonest first; a user dies with its account, so both are in it.
 *
 * @example
 * for (const { what, secondsLeft } of reportExpiry(tree, { withinSeconds: 7 * 86_400 })) console.log(what, secondsLeft);
 */
export function reportExpiry(tree: Tree, options: ExpiryOptions = {}): Expiry[] {
  const { withinSeconds = Number.POSITIVE_INFINITY, now = Math.floor(Date.now() / 1000) } = options;
  return [...expiring(tree)]
    .map(({ exp, ...entity }) => ({ ...entity, expiresAt: exp, secondsLeft: exp - now }))
    .filter(({ secondsLeft }) => secondsLeft <= withinSeconds)
    .sort((a, b) => a.expiresAt - b.expiresAt || (a.what < b.what ? -1 : 1));
}

function* expiring(tree: Tree): Iterable<Pick<Expiry, "kind" | "what"> & { exp: number }> {
  const { operator } = tree.operator.address;
  yield* one("operator", operator, tree.operator.claims.exp);
  for (const { address, claims, users } of tree.accounts) {
    const account = `${operator}/${address.account}`;
    yield* one("account", account, claims.exp);
    for (const { subject, token } of claims.nats.imports ?? []) {
      yield* one(
        "activation",
        `${account} imports ${subject}`,
        token && readActivation(token)?.exp,
      );
    }
    for (const user of users)
      yield* one("user", `${account}/${user.address.user}`, user.claims.exp);
  }
}

function* one(kind: Expiry["kind"], what: string, exp: number | "" | undefined) {
  if (exp) yield { kind, what, exp };
}
