import { hasEmptyPermissions } from "../claims/scoped/scoped-user.js";
import type { AccountClaims } from "../claims/types/account.js";
import type { OperatorClaims } from "../claims/types/operator.js";
import { checkSharing } from "../sharing/check-sharing.js";
import type { Issue } from "../validation/issue.js";
import { validateClaims } from "../validation/validate.js";
import type { UserEntry } from "./entry.js";
import type { AccountBranch, Tree } from "./read-tree.js";
import { keyOf, scopes } from "./signing-keys.js";

/** What is wrong with one entity of a tree. */
export interface EntityReport {
  readonly kind: "operator" | "account" | "user";
  /** `KO`, `KO/KUBECON` or `KO/KUBECON/wally`. */
  readonly what: string;
  /** Servers refuse it, or will. */
  readonly errors: readonly string[];
  /** Servers take it, but it is likely not what was meant. */
  readonly warnings: readonly string[];
}

/**
 * Judges every entity of a tree: by the rules of the Go library, by the stricter profile, and by what only the whole tree
 * shows - who signed whom, and whether each import finds its export.
 *
 * @example
 * const bad = checkTree(await readTree(store)).filter(({ errors }) => errors.length > 0);
 */
export function checkTree(tree: Tree, now = Math.floor(Date.now() / 1000)): EntityReport[] {
  const { address, claims: operator } = tree.operator;
  const shares = checkSharing(
    tree.accounts.map(({ claims }) => claims),
    now,
  );
  const reports = [
    report("operator", address.operator, validateClaims("operator", operator, { now }), [
      operator.iss === operator.sub ? undefined : "the operator is not signed by its own key",
    ]),
  ];
  for (const account of tree.accounts) {
    const name = `${address.operator}/${account.address.account}`;
    const { claims, users } = account;
    const findings = validateClaims("account", claims, { now, operator });
    const imports = shares.filter(({ importer }) => importer === claims.sub);
    reports.push(
      report("account", name, findings, [
        whoSigned(operator, claims),
        isSystemWithJetStream(operator, claims) ? "the system account has JetStream" : undefined,
        ...imports.map(({ message }) => message),
      ]),
      ...users.map((user) => checkUser(name, user, account, operator, now)),
    );
  }
  return reports;
}

function checkUser(
  parent: string,
  { address, claims }: UserEntry,
  account: AccountBranch,
  operator: OperatorClaims,
  now: number,
): EntityReport {
  const context = { now, operator, account: account.claims };
  const findings = validateClaims("user", claims, context);
  const keys = (account.claims.nats.signing_keys ?? []).map(keyOf);
  const isIdentity = claims.iss === account.claims.sub;
  const strict = operator.nats.strict_signing_key_usage === true;
  return report("user", `${parent}/${address.user}`, findings, [
    isIdentity && strict
      ? "signed by the account's identity key under a strict operator"
      : undefined,
    isIdentity || keys.includes(claims.iss ?? "") ? undefined : "not signed by its account",
    scopes(account.claims).some(({ key }) => key === claims.iss) && !hasEmptyPermissions(claims)
      ? "has permissions or limits of its own under a scoped key"
      : undefined,
  ]);
}

function whoSigned(operator: OperatorClaims, account: AccountClaims): string | undefined {
  const { signing_keys: keys = [], strict_signing_key_usage: strict } = operator.nats;
  if (keys.includes(account.iss ?? "")) return undefined;
  if (account.iss !== operator.sub) return "not signed by its operator";
  return strict ? "signed by the operator's identity key, though it is strict" : undefined;
}

function isSystemWithJetStream(operator: OperatorClaims, { sub, nats }: AccountClaims): boolean {
  const { mem_storage: memory, disk_storage: disk, tiered_limits: tiers } = nats.limits ?? {};
  const hasStorage = Boolean(memory || disk) || Object.keys(tiers ?? {}).length > 0;
  return operator.nats.system_account === sub && hasStorage;
}

function report(
  kind: EntityReport["kind"],
  what: string,
  { issues, strict }: { readonly issues: readonly Issue[]; readonly strict: readonly Issue[] },
  own: readonly (string | undefined)[],
): EntityReport {
  const all = [...issues, ...strict];
  const isError = ({ level }: Issue) => level !== "warning";
  const texts = (list: readonly Issue[]) => list.map(({ description }) => description);
  const errors = [...texts(all.filter(isError)), ...own.filter((text) => text !== undefined)];
  const warnings = texts(all.filter((issue) => !isError(issue)));
  return { kind, what, errors: [...new Set(errors)], warnings: [...new Set(warnings)] };
}
