import type { Permissions } from "../../claims/types/permissions.js";
import type { Export } from "../../claims/types/sharing.js";
import { hasWildcards, isContainedIn } from "../../subjects/go-subject.js";
import type { StepBudget } from "../../subjects/step-budget.js";
import { isSubject, type SubjectProblem, subjectProblem } from "../../subjects/subject.js";
import { createSubjectTree } from "../../subjects/subject-tree.js";
import { type KindedClaims, type Report, type StrictCheck, shown } from "./rule.js";

const characters = new Set<SubjectProblem>([
  "white-space",
  "control-character",
  "ill-formed-unicode",
]);
const wildcards = new Set<SubjectProblem>(["partial-wildcard", "misplaced-wildcard"]);

/** Problems that Go does not report; empty texts and tokens it does. Most subjects have none, and need no path. */
const checkStrictSubject = (
  text: string | undefined,
  pathOf: () => string,
  report: Report,
): void => {
  if (!text) return;
  const problem = subjectProblem(text);
  if (!problem) return;
  if (characters.has(problem)) {
    report(
      "subject-characters",
      "error",
      `${shown(text)} holds white space or control characters`,
      pathOf(),
    );
  } else if (wildcards.has(problem)) {
    report(
      "subject-wildcards",
      "error",
      `${shown(text)}: a wildcard must be a token of its own, and > the last one`,
      pathOf(),
    );
  }
};

/** Every entry of permission lists; `subject queue` counts as two subjects. */
const checkPermissionSubjects = (
  permissions: Permissions | undefined,
  path: string,
  report: Report,
  budget: StepBudget,
): void => {
  for (const direction of ["pub", "sub"] as const) {
    for (const list of ["allow", "deny"] as const) {
      for (const entry of permissions?.[direction]?.[list] ?? []) {
        const parts = entry.includes(" ") ? entry.split(" ", 3) : [entry];
        for (const part of parts) {
          checkStrictSubject(part, () => `${path}.${direction}.${list}`, report);
        }
      }
    }
  }
  checkOpenTails(permissions, path, report, budget);
};

/** Only these can contain a subject that ends in `*.>`. */
const isWide = (entry: string): boolean =>
  entry === ">" || entry.endsWith(".>") || entry.endsWith("*.*");

const subjectOf = (entry: string): string => {
  const space = entry.indexOf(" ");
  return space < 0 ? entry : entry.slice(0, space);
};

const endsInStar = (subject: string): boolean => subject === "*" || subject.endsWith(".*");

/** Subscribe grants that reach deeper than they read. */
export const checkOpenTails = (
  permissions: Permissions | undefined,
  path: string,
  report: Report,
  budget: StepBudget,
): void => {
  const { allow = [], deny = [] } = permissions?.sub ?? {};
  const tails = allow.filter((entry) => endsInStar(subjectOf(entry)));
  if (tails.length === 0) return;
  // Denied subjects are closed, and whoever may read deeper ones anyway gains nothing.
  const wide = [...allow, ...deny].filter((entry) => isWide(entry) && !entry.includes(" "));
  const settled = createSubjectTree<string>({ budget });
  for (const entry of new Set(wide)) settled.add(entry, entry);
  for (const entry of tails) {
    const deeper = `${subjectOf(entry)}.>`;
    if (wide.length > 0 && settled.containersOf(deeper).length > 0) continue;
    report(
      "open-tail",
      "warning",
      `${shown(entry)} also lets the user subscribe with > in place of its last * and read deeper subjects; deny ${shown(deeper)} beside it`,
      `${path}.sub.allow`,
    );
  }
};

/** Every subject of an account or activation outside permissions. */
const checkSharedSubjects = ({ kind, claims }: KindedClaims, report: Report): void => {
  if (kind === "activation") {
    checkStrictSubject(claims.nats.subject, () => "nats.subject", report);
  }
  if (kind !== "account") return;
  const { exports = [], imports = [], mappings = {}, trace } = claims.nats;
  for (const [i, entry] of exports.entries()) {
    const results = entry?.service_latency?.results;
    checkStrictSubject(entry?.subject, () => `nats.exports[${i}].subject`, report);
    checkStrictSubject(results, () => `nats.exports[${i}].service_latency`, report);
  }
  for (const [i, entry] of imports.entries()) {
    for (const member of ["subject", "local_subject", "to"] as const) {
      checkStrictSubject(entry?.[member], () => `nats.imports[${i}].${member}`, report);
    }
  }
  for (const from of Object.keys(mappings)) {
    checkStrictSubject(from, () => "nats.mappings", report);
  }
  checkStrictSubject(trace?.dest, () => "nats.trace.dest", report);
};

/** Overlap by intersection: containment is Go's own rule. */
const checkExportOverlap = (target: KindedClaims, report: Report, budget: StepBudget): void => {
  if (target.kind !== "account") return;
  const earlier = createSubjectTree<Export>({ budget });
  for (const entry of target.claims.nats.exports ?? []) {
    const subject = entry?.subject;
    // Literals overlap only with what contains them.
    if (subject === undefined || !hasWildcards(subject) || !isSubject(subject)) continue;
    for (const other of earlier.overlapping(subject)) {
      const { subject: known = "" } = other;
      const contained =
        other.type === entry.type &&
        (isContainedIn(known, subject) || isContainedIn(subject, known));
      if (contained) continue;
      report(
        "export-overlap",
        "warning",
        `${shown(known)} (${other.type}) and ${shown(subject)} (${entry.type}) share subjects`,
        "nats.exports",
      );
    }
    earlier.add(subject, entry);
  }
};

/** Subjects everywhere in a claim. */
export const checkSubjects: StrictCheck = (target, _context, report, budget) => {
  checkSharedSubjects(target, report);
  if (target.kind === "user") checkPermissionSubjects(target.claims.nats, "nats", report, budget);
  if (target.kind === "account") {
    checkPermissionSubjects(
      target.claims.nats.default_permissions,
      "nats.default_permissions",
      report,
      budget,
    );
  }
  checkExportOverlap(target, report, budget);
};
