import type { Phase, PhaseName } from "./report.js";

/** Progress of a drain. */
export type DrainEvent =
  /** A step begins, with this much still to do. */
  | {
      readonly type: "begin";
      readonly phase: PhaseName;
      readonly running: number;
      readonly buffered: number;
    }
  /** A step ended. */
  | { readonly type: "end"; readonly phase: Phase }
  /** Handlers were asked to stop by their signal; this many still ran. */
  | { readonly type: "abort"; readonly running: number };
