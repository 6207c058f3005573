import type { Permissions } from "../../claims/types/permissions.js";
import { isContainedIn } from "../../subjects/go-subject.js";
import { overlaps } from "../../subjects/relations.js";
import {
  isSubject,
  type Subject,
  type SubjectProblem,
  subjectProblem,
} from "../../subjects/subject.js";
import { createSubjectTree } from "../../subjects/subject-tree.js";
import { type KindedClaims, type Report, type StrictCheck, shown } from "./rule.js";

const characters = new Set<SubjectProblem>([
  "white-space",
  "control-character",
  "ill-formed-unicode",
]);
const wildcards = new Set<SubjectProblem>(["partial-wildcard", "misplaced-wildcard"]);

/** Problems that Go does not report; empty texts and tokens it does. */
const checkStrictSubject = (text: string, path: string, report: Report): void => {
  const problem = subjectProblem(text);
  if (!problem) return;
  if (characters.has(problem)) {
    report(
      "subject-characters",
      "error",
      `${shown(text)} holds white space or control characters`,
      path,
    );
  } else if (wildcards.has(problem)) {
    report(
      "subject-wildcards",
      "error",
      `${shown(text)}: a wildcard must be a token of its own, and > the last one`,
      path,
    );
  }
};

/** Every entry of permission lists; `subject queue` counts as two subjects. */
const checkPermissionSubjects = (
  permissions: Permissions | undefined,
  path: string,
  report: Report,
): void => {
  for (const direction of ["pub", "sub"] as const) {
    for (const list of ["allow", "deny"] as const) {
      for (const entry of permissions?.[direction]?.[list] ?? []) {
        for (const part of entry.split(" ", 3)) {
          checkStrictSubject(part, `${path}.${direction}.${list}`, report);
        }
      }
    }
  }
  checkOpenTails(permissions, path, report);
};

/** Only these can contain a subject that ends in `*.>`. */
const isWide = (entry: string): boolean => /(?:^|\.)>$|\*\.\*$/.test(entry);

const subjectOf = (entry: string): string => entry.split(" ", 1)[0] ?? "";

/** Subscribe grants that reach deeper than they read. */
export const checkOpenTails = (
  permissions: Permissions | undefined,
  path: string,
  report: Report,
): void => {
  const { allow = [], deny = [] } = permissions?.sub ?? {};
  const tails = allow.filter((entry) => /(?:^|\.)\*$/.test(subjectOf(entry)));
  if (tails.length === 0) return;
  // Denied subjects are closed, and whoever may read deeper ones anyway gains nothing.
  const settled = createSubjectTree<string>();
  for (const entry of new Set([...allow, ...deny])) {
    if (isWide(entry) && !entry.includes(" ")) settled.add(entry, entry);
  }
  for (const entry of tails) {
    const deeper = `${subjectOf(entry)}.>`;
    if (settled.containersOf(deeper).length > 0) continue;
    report(
      "open-tail",
      "warning",
      `${shown(entry)} also lets the user subscribe with > in place of its last * and read deeper subjects; deny ${shown(deeper)} beside it`,
      `${path}.sub.allow`,
    );
  }
};

const subjectsOf = (target: KindedClaims): (readonly [path: string, subject: string])[] => {
  if (target.kind === "activation") return [["nats.subject", target.claims.nats.subject ?? ""]];
  if (target.kind !== "account") return [];
  const { exports = [], imports = [], mappings = {}, trace } = target.claims.nats;
  return [
    ...exports.map((e, i) => [`nats.exports[${i}].subject`, e?.subject ?? ""] as const),
    ...exports.map(
      (e, i) => [`nats.exports[${i}].service_latency`, e?.service_latency?.results ?? ""] as const,
    ),
    ...imports.map((e, i) => [`nats.imports[${i}].subject`, e?.subject ?? ""] as const),
    ...imports.map((e, i) => [`nats.imports[${i}].local_subject`, e?.local_subject ?? ""] as const),
    ...imports.map((e, i) => [`nats.imports[${i}].to`, e?.to ?? ""] as const),
    ...Object.keys(mappings).map((from) => ["nats.mappings", from] as const),
    ["nats.trace.dest", trace?.dest ?? ""],
  ];
};

/** Overlap by intersection: containment is Go's own rule. */
const checkExportOverlap = (target: KindedClaims, report: Report): void => {
  if (target.kind !== "account") return;
  const exports = (target.claims.nats.exports ?? []).filter(
    (entry) => entry?.subject !== undefined && isSubject(entry.subject),
  );
  // Literals overlap only with what contains them, and few exports are patterns.
  const patterns = exports.filter(({ subject }) => /(^|\.)[*>](\.|$)/.test(subject)).slice(0, 500);
  for (const [index, one] of patterns.entries()) {
    for (const other of patterns.slice(index + 1)) {
      const [a, b] = [one.subject as Subject, other.subject as Subject];
      const contained = one.type === other.type && (isContainedIn(a, b) || isContainedIn(b, a));
      if (contained || !overlaps(a, b)) continue;
      report(
        "export-overlap",
        "warning",
        `${shown(a)} (${one.type}) and ${shown(b)} (${other.type}) share subjects`,
        "nats.exports",
      );
    }
  }
};

/** Subjects everywhere in a claim. */
export const checkSubjects: StrictCheck = (target, _context, report) => {
  for (const [path, subject] of subjectsOf(target)) checkStrictSubject(subject, path, report);
  if (target.kind === "user") checkPermissionSubjects(target.claims.nats, "nats", report);
  if (target.kind === "account") {
    checkPermissionSubjects(
      target.claims.nats.default_permissions,
      "nats.default_permissions",
      report,
    );
  }
  checkExportOverlap(target, report);
};
