import type { UserScope } from "../../claims/types/account.js";
import type { UserPermissionLimits } from "../../claims/types/permissions.js";
import { AuthError } from "../../errors/auth-error.js";
import { parseSubjectTemplate } from "../../permissions/subject-template.js";
import { fillPlaceholders, findPlaceholders, MAX_PLACEHOLDERS } from "../../scopes/functions.js";
import { previewScope } from "../../scopes/preview.js";
import { scopeUserOf } from "../../scopes/scope-user.js";
import type { StepBudget } from "../../subjects/step-budget.js";
import { createFindings } from "../issue.js";
import { checkUserLimits } from "../user-rules.js";
import { type Report, type StrictCheck, shown } from "./rule.js";
import { checkOpenTails } from "./subject-rules.js";

/** Spaces inside braces are no queue separator. */
const splitEntry = (entry: string): string[] => {
  if (!entry.includes(" ")) return [entry];
  const placeholders = findPlaceholders(entry);
  if (placeholders.length > MAX_PLACEHOLDERS) return [entry];
  return fillPlaceholders(entry, placeholders, ({ text }) => text.replace(/\s/gu, "")).split(" ");
};

const checkEntry = (entry: string, path: string, report: Report): void => {
  const parts = splitEntry(entry);
  const isPub = path.includes(".pub.");
  if (parts.length > (isPub ? 1 : 2)) {
    report("template", "error", `${shown(entry)} holds too many parts`, path);
    return;
  }
  for (const part of parts) {
    try {
      parseSubjectTemplate(part);
    } catch (error) {
      if (!AuthError.isInstance(error)) throw error;
      report("template", "error", error.message, path);
    }
  }
};

const checkTemplate = (
  template: UserPermissionLimits,
  path: string,
  report: Report,
  budget: StepBudget,
): void => {
  for (const direction of ["pub", "sub"] as const) {
    for (const list of ["allow", "deny"] as const) {
      const entries = template[direction]?.[list] ?? [];
      const at = `${path}.${direction}.${list}`;
      for (const entry of entries) checkEntry(entry, at, report);
      if (!entries.some((entry) => findPlaceholders(entry).length > 0)) continue;
      for (const entry of entries.filter((text) => splitEntry(text).length > 1)) {
        report(
          "template-queue",
          "error",
          `${shown(entry)} vanishes because another entry of the list holds a template`,
          at,
        );
      }
    }
  }
  const found = createFindings(
    (issue) => report("template", "error", issue.description, issue.path ?? path),
    budget,
  );
  checkUserLimits(template, path, found);
};

/** Templates of scoped signing keys, which Go does not look into at all. */
export const checkTemplates: StrictCheck = (target, _context, report, budget) => {
  if (target.kind !== "account") return;
  const scopes = (target.claims.nats.signing_keys ?? []).filter(
    (entry): entry is UserScope => typeof entry !== "string",
  );
  for (const [index, { template }] of scopes.entries()) {
    const path = `nats.signing_keys[${index}].template`;
    checkTemplate(template ?? {}, path, report, budget);
    checkOpenTails(template, path, report, budget);
  }
};

/** What a user's own name and tags do to the scope it is issued under. */
export const checkTemplateValues: StrictCheck = (target, { account }, report) => {
  if (target.kind !== "user" || !account) return;
  const { claims } = target;
  const scope = (account.nats.signing_keys ?? []).find(
    (entry) => typeof entry !== "string" && entry.key === claims.iss,
  );
  if (typeof scope !== "object") return;
  const preview = previewScope(scope.template ?? {}, scopeUserOf(claims, account));
  for (const { operation, value, subject } of preview.injections) {
    report(
      "template-value",
      "error",
      `${shown(value)} of ${operation} would grant ${shown(subject)}`,
      operation.toLowerCase().startsWith("name") ? "name" : "nats.tags",
    );
  }
  for (const { entry, reason } of preview.refusals) {
    report(
      "template-value",
      "error",
      `the scope refuses this user at ${shown(entry)}: ${reason}`,
      "iss",
    );
  }
};
