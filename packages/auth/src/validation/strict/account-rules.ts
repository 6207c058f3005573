import type { AccountLimits } from "../../claims/types/account.js";
import { type Report, type StrictCheck, shown } from "./rule.js";

const checkLimits = (limits: AccountLimits, report: Report): void => {
  for (const member of ["conn", "subs"] as const) {
    if (limits[member]) continue;
    report(
      "no-connections",
      "error",
      `${member} is 0, so nobody gets or stays connected; absent means 0, -1 is unlimited`,
      `nats.limits.${member}`,
    );
  }
  if (!limits.wildcards && Number(limits.exports ?? 0) === -1) {
    report(
      "wildcards-unlimited",
      "warning",
      "wildcards: false has no effect while exports is -1",
      "nats.limits.wildcards",
    );
  }
};

const stars = (subject: string): number =>
  subject.split(".").filter((token) => token === "*").length;

/** Numbers of the wildcards that a mapping target refers to: `$2`, `{{wildcard(2)}}`, `{{partition(10,1,2)}}`. */
const referencesOf = (target: string): number[] => {
  if (!/[${]/.test(target)) return [];
  return [...target.matchAll(REFERENCE)].flatMap(([, dollar, name = "", args = ""]) => {
    if (dollar !== undefined) return Number(dollar);
    const numbers = args.split(",").map((text) => Number(text.trim()));
    const lower = name.toLowerCase();
    if (lower === "random") return [];
    return lower === "partition" ? numbers.slice(1) : numbers.slice(0, 1);
  });
};

const REFERENCE =
  /(?:^|\.)\$(\d{1,9})(?=\.|$)|\{\{\s*([a-z]{1,20})\s*\(([^(){}]{0,200})\)\s*\}\}/gi;

const checkMappings = (
  mappings: Readonly<Record<string, readonly { subject?: string }[]>>,
  report: Report,
): void => {
  for (const [from, targets] of Object.entries(mappings)) {
    const available = stars(from);
    for (const { subject = "" } of targets) {
      const bad = referencesOf(subject).find((n) => !(n >= 1 && n <= available));
      if (bad === undefined) continue;
      report(
        "mapping-arity",
        "error",
        `${shown(subject)} refers to wildcard ${bad} of ${shown(from)}, which has ${available}`,
        "nats.mappings",
      );
    }
  }
};

/** Limits, mappings and signer of accounts. */
export const checkAccounts: StrictCheck = (target, _context, report) => {
  if (target.kind !== "account") return;
  const { claims } = target;
  checkLimits(claims.nats.limits ?? {}, report);
  checkMappings(claims.nats.mappings ?? {}, report);
  if (claims.iss?.startsWith("A") && claims.iss !== claims.sub) {
    report("foreign-signer", "error", "signed by another account; operators sign accounts", "iss");
  }
};
