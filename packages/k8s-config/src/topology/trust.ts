import {
  type AccountClaims,
  decodeAccount,
  decodeOperator,
  isPublicKey,
  type OperatorClaims,
} from "@kchat/auth";
import { type Field, quote } from "./field.js";

/** Who may connect: a decentralised chain of operator, accounts and users, of which the servers know the first two. */
export interface TrustInput {
  /** The operator's JWT. */
  operator: string;
  /** JWTs of all accounts, the system account included. */
  accounts: readonly string[];
  /** Public key of the system account. @default the one that the operator's JWT names */
  systemAccount?: string | undefined;
  /** How servers learn accounts: from their own configuration. @default "memory" */
  resolver?: "memory" | undefined;
}

/** An account that servers know from their start. */
export interface PreloadedAccount {
  readonly key: string;
  readonly jwt: string;
  readonly claims: AccountClaims;
}

/** A chain of trust whose signatures were checked. */
export interface Trust {
  readonly resolver: "memory";
  readonly operator: { readonly jwt: string; readonly claims: OperatorClaims };
  readonly systemAccount: string;
  /** Sorted by public key, so that equal descriptions render to equal text. */
  readonly accounts: readonly PreloadedAccount[];
}

export function readTrust(field: Field): Trust | undefined {
  if (!field.required("operator and accounts; servers without them are open to everybody")) return;
  const fields = field.fields("operator", "accounts", "systemAccount", "resolver");
  fields.resolver.textLike(/^memory$/, "wrong-type", '"memory", the only resolver supported');
  fields.operator.required("the operator's JWT");
  fields.accounts.required("the JWTs of all accounts");
  const operator = readToken(fields.operator, "operator", decodeOperator);
  const accounts = fields.accounts
    .items()
    .map((item) => ({ item, account: readToken(item, "account", decodeAccount) }));
  if (operator === undefined) return undefined;

  const preloaded = new Map<string, PreloadedAccount>();
  for (const { item, account } of accounts) {
    if (account === undefined) continue;
    const { jwt, claims } = account;
    if (preloaded.has(claims.sub))
      item.error("duplicate", `account ${claims.sub} stands here twice`);
    preloaded.set(claims.sub, { key: claims.sub, jwt, claims });
    checkAccount(item, claims, operator.claims);
  }
  const systemAccount = readSystemAccount(fields.systemAccount, operator.claims);
  if (systemAccount === undefined) return undefined;
  if (!preloaded.has(systemAccount)) {
    fields.accounts.error("system-account", `system account ${systemAccount} is not among them`);
  }
  const sorted = [...preloaded.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { resolver: "memory", operator, systemAccount, accounts: sorted };
}

function readToken<C extends { exp?: number | undefined }>(
  field: Field,
  kind: string,
  decode: (token: string) => C,
): { jwt: string; claims: C } | undefined {
  const jwt = field.text()?.trim();
  if (jwt === undefined) return undefined;
  try {
    const claims = decode(jwt);
    if (claims.exp) {
      const at = new Date(claims.exp * 1000).toISOString();
      field.warn(
        "expires",
        `this ${kind} JWT expires at ${at}; servers refuse its users from then`,
      );
    }
    return { jwt, claims };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return field.error("invalid-jwt", `not a valid ${kind} JWT: ${quote(reason)}`);
  }
}

/** What the server would only find out when somebody connects. */
function checkAccount(field: Field, account: AccountClaims, operator: OperatorClaims): void {
  const signers = [operator.sub, ...(operator.nats.signing_keys ?? [])] as string[];
  if (account.iss === undefined || !signers.includes(account.iss)) {
    field.error("foreign-account", `account ${account.sub} is not signed by this operator`);
  }
  if (!account.nats.limits?.conn) {
    field.error(
      "no-connections",
      `account ${account.sub} allows no connections (limits.conn is absent or 0); issue it with limits`,
    );
  }
}

function readSystemAccount(field: Field, operator: OperatorClaims): string | undefined {
  const named = operator.nats.system_account;
  const key = field.text();
  if (key !== undefined && !isPublicKey(key, "account")) {
    return field.error("system-account", `${quote(key)} is not an account's public key`);
  }
  if (key !== undefined && named && named !== key) {
    return field.error("system-account", `the operator's JWT names ${named} instead`);
  }
  const chosen = key ?? (named || undefined);
  if (chosen === undefined && field.absent) {
    return field.error("system-account", "missing; the operator's JWT names none either");
  }
  return chosen;
}
