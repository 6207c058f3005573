import type { AccountNats } from "../claims/types/account.js";
import { goSubjectIssues } from "../subjects/go-subject.js";
import { goQuote } from "./go-quote.js";
import type { Findings } from "./issue.js";

const pathOf = (from: string): string => `nats.mappings[${JSON.stringify(from)}]`;

/** Subject mappings: a weight of 0 counts as 100 (`jwt: v2/account_claims.go` Mapping.Validate). */
export const checkMappings = (
  mappings: NonNullable<AccountNats["mappings"]>,
  found: Findings,
): void => {
  for (const [from, targets] of Object.entries(mappings)) {
    for (const issue of goSubjectIssues(from)) found.error(issue, pathOf(from));
    let total = 0;
    const perCluster = new Map<string, number>();
    for (const [index, { subject = "", weight, cluster }] of targets.entries()) {
      for (const issue of goSubjectIssues(subject)) {
        found.error(issue, `${pathOf(from)}[${index}].subject`);
      }
      const share = weight || 100;
      if (share > 100) {
        found.error(
          `Mapping ${goQuote(from)} has a weight ${share} that exceeds 100`,
          pathOf(from),
        );
      }
      if (!cluster) {
        total += share;
        continue;
      }
      const sum = (perCluster.get(cluster) ?? 0) + share;
      perCluster.set(cluster, sum);
      if (sum > 100) {
        found.error(
          `Mapping ${goQuote(from)} in cluster ${goQuote(cluster)} exceeds 100% among all of it's weighted to mappings`,
          pathOf(from),
        );
      }
    }
    if (total > 100) {
      found.error(
        `Mapping ${goQuote(from)} exceeds 100% among all of it's weighted to mappings`,
        pathOf(from),
      );
    }
  }
};
