import type { StepBudget } from "../../subjects/step-budget.js";
import { collectIssues, type Issue } from "../issue.js";
import { checkAccounts } from "./account-rules.js";
import { checkKeys } from "./key-rules.js";
import { checkNames } from "./name-rules.js";
import type { KindedClaims, Report, StrictCheck, StrictContext, StrictRuleId } from "./rule.js";
import { checkSubjects } from "./subject-rules.js";
import { checkTemplates, checkTemplateValues } from "./template-rules.js";
import { checkToken } from "./token-rules.js";
import { checkTrust } from "./trust-rules.js";
import { checkUsers } from "./user-rules.js";

const checks: readonly StrictCheck[] = [
  checkToken,
  checkKeys,
  checkNames,
  checkSubjects,
  checkTemplates,
  checkTemplateValues,
  checkUsers,
  checkAccounts,
  checkTrust,
];

/** Runs the stricter profile without the rules in `disabled`. */
export const checkStrictly = (
  target: KindedClaims,
  context: StrictContext,
  disabled: readonly StrictRuleId[],
  budget: StepBudget,
): Issue[] => {
  const off = new Set(disabled);
  return collectIssues((add) => {
    const report: Report = (rule, level, description, path) => {
      if (off.has(rule)) return;
      add({ description, blocking: level === "error", timeCheck: false, level, rule, path });
    };
    for (const check of checks) check(target, context, report, budget);
  });
};
