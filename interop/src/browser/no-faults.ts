import { deepStrictEqual } from "node:assert/strict";
import type { Testbed } from "./testbed.js";
import type { Visit } from "./visit.js";

/** Fails when the page's console, or the site's policy, has anything to complain of. */
export function assertNoFaults({ faults }: Visit, { site }: Testbed): void {
  deepStrictEqual({ faults, violations: site.violations }, { faults: [], violations: [] });
}
