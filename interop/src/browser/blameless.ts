import { deepStrictEqual } from "node:assert/strict";
import type { Stage } from "./stage.js";
import type { Visit } from "./visit.js";

/** Fails when the page's console, or the site's policy, has anything to complain of. */
export function blameless({ faults }: Visit, { site }: Stage): void {
  deepStrictEqual({ faults, violations: site.violations }, { faults: [], violations: [] });
}
