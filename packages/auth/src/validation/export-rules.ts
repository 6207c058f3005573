import type { Export } from "../claims/types/sharing.js";
import { hasWildcards, oversizeIssue } from "../subjects/go-subject.js";
import { createSubjectTree } from "../subjects/subject-tree.js";
import { checkInfo, checkSubject } from "./common-rules.js";
import { goQuote } from "./go-quote.js";
import type { Findings } from "./issue.js";

const responseTypes = new Set(["", "Singleton", "Stream", "Chunked"]);

const checkLatency = (entry: Export, path: string, found: Findings): void => {
  const latency = entry.service_latency;
  if (!latency) return;
  if (entry.type !== "service") found.error("latency tracking only permitted for services", path);
  const { sampling = 0, results = "" } = latency;
  // 0 stands for sampling by message headers.
  const percent = sampling === "headers" ? 0 : sampling;
  if (percent < 0 || percent > 100) {
    found.error("sampling percentage needs to be between 1-100", `${path}.service_latency`);
  }
  checkSubject(results, `${path}.service_latency.results`, found);
  if (hasWildcards(results)) {
    found.error("results subject can not contain wildcards", `${path}.service_latency.results`);
  }
};

const checkTokenPosition = (entry: Export, path: string, found: Findings): void => {
  const { subject = "", account_token_position: position = 0 } = entry;
  if (position <= 0) return;
  const at = `${path}.account_token_position`;
  if (!hasWildcards(subject)) {
    found.error(`Account Token Position can only be used with wildcard subjects: ${subject}`, at);
    return;
  }
  const tokens = subject.split(".");
  if (position > tokens.length) {
    found.error(`Account Token Position ${position} exceeds length of subject '${subject}'`, at);
    return;
  }
  const token = tokens[Number(position) - 1];
  if (token !== "*") {
    found.error(
      `Account Token Position ${position} matches '${token}' but must match a * in: ${subject}`,
      at,
    );
  }
};

const checkExport = (entry: Export, path: string, found: Findings): void => {
  const { type, response_type: response = "", response_threshold: threshold = 0 } = entry;
  if (!type) found.error('invalid export type: "unknown"', `${path}.type`);
  if (type === "service" && !responseTypes.has(response)) {
    found.error(`invalid response type for service: ${goQuote(response)}`, `${path}.response_type`);
  }
  if (type === "stream" && response !== "") {
    found.error(`invalid response type for stream: ${goQuote(response)}`, `${path}.response_type`);
  }
  if (type === "stream" && entry.allow_trace) {
    found.error("AllowTrace only valid for service export", `${path}.allow_trace`);
  }
  checkLatency(entry, path, found);
  if (threshold < 0) {
    found.error("negative response threshold is invalid", `${path}.response_threshold`);
  }
  if (threshold > 0 && type !== "service") {
    found.error("response threshold only valid for services", `${path}.response_threshold`);
  }
  checkSubject(entry.subject ?? "", `${path}.subject`, found);
  checkTokenPosition(entry, path, found);
  checkInfo(entry, path, found);
};

/** Reports each subject that contains another one, with the first such one in list order. */
const checkOverlap = (
  kind: "service" | "stream",
  subjects: readonly string[],
  found: Findings,
): void => {
  const tree = createSubjectTree<string>({ budget: found.budget });
  const counts = new Map<string, number>();
  for (const subject of subjects) {
    // Reported for its length already.
    if (oversizeIssue(subject)) continue;
    const count = counts.get(subject) ?? 0;
    if (count === 0) tree.add(subject, subject);
    counts.set(subject, count + 1);
  }
  const reported = new Set<string>();
  for (const subject of counts.keys()) {
    for (const container of tree.containersOf(subject)) {
      // Only duplicates contain "another" subject of the same text.
      if (container === subject && counts.get(subject) === 1) continue;
      if (reported.has(container)) continue;
      reported.add(container);
      found.error(
        `${kind} export subject ${goQuote(container)} already exports ${goQuote(subject)}`,
        "nats.exports",
      );
    }
  }
};

/** The exports of an account (`jwt: v2/exports.go` Exports.Validate). */
export const checkExports = (exports: readonly (Export | null)[], found: Findings): void => {
  for (const [index, entry] of exports.entries()) {
    const path = `nats.exports[${index}]`;
    if (entry) checkExport(entry, path, found);
    else found.error("null export is not allowed", path);
  }
  const subjects = (service: boolean): string[] =>
    exports.flatMap((entry) =>
      entry && (entry.type === "service") === service ? (entry.subject ?? "") : [],
    );
  checkOverlap("service", subjects(true), found);
  // Whatever is no service counts as a stream here.
  checkOverlap("stream", subjects(false), found);
};
