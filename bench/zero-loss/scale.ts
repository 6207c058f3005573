/** How much of everything a run does. */
export interface Scale {
  readonly name: "full" | "quick";
  /** Requests a second while workers are replaced. */
  readonly workerRate: number;
  /** Requests a second while servers go. */
  readonly serverRate: number;
  /** Worker replacements in one trial. */
  readonly replacements: number;
  /** Grace period of a lame duck, in milliseconds. */
  readonly graceMs: number;
  /** Messages of the work queue. */
  readonly jobs: number;
  /** Clients that hear of one lame duck. */
  readonly crowd: number;
}

export const full: Scale = {
  name: "full",
  workerRate: 6_000,
  serverRate: 3_000,
  replacements: 12,
  graceMs: 4_000,
  jobs: 4_000,
  crowd: 1_000,
};

/** About a minute: the same proof with fewer repetitions. */
export const quick: Scale = {
  name: "quick",
  workerRate: 1_500,
  serverRate: 800,
  replacements: 6,
  graceMs: 2_000,
  jobs: 800,
  crowd: 200,
};
