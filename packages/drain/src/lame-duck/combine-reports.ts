import type { DrainReport } from "../drain/report.js";

/** One report over several connections: sums, the worst outcome, and the phases of the last one. */
export function combineReports(reports: readonly DrainReport[]): DrainReport {
  const sum = (count: (report: DrainReport) => number): number =>
    reports.reduce((total, report) => total + count(report), 0);
  const outcomes = reports.map(({ outcome }) => outcome);
  const outcome = outcomes.includes("forced")
    ? "forced"
    : outcomes.includes("incomplete")
      ? "incomplete"
      : "clean";
  return {
    outcome,
    received: sum(({ received }) => received),
    finished: sum(({ finished }) => finished),
    failed: sum(({ failed }) => failed),
    handedBack: sum(({ handedBack }) => handedBack),
    abandoned: sum(({ abandoned }) => abandoned),
    unflushed: sum(({ unflushed }) => unflushed),
    openRequests: sum(({ openRequests }) => openRequests),
    late: sum(({ late }) => late),
    failures: reports.flatMap(({ failures }) => failures).slice(0, 20),
    phases: reports.at(-1)?.phases ?? [],
    totalMs: Math.max(0, ...reports.map(({ totalMs }) => totalMs)),
    exitCode: outcome === "clean" ? 0 : 1,
  };
}
