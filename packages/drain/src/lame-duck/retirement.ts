import { drain } from "../drain/drain.js";
import type { DrainOptions } from "../drain/options.js";
import type { DrainReport } from "../drain/report.js";
import { combineReports } from "./combine-reports.js";
import type { Lease } from "./lease.js";

/** The connections that have served their time: each is drained once, and counted once. */
export class Retirement {
  readonly #draining = new Map<Lease, Promise<DrainReport>>();
  /** One report for each connection would grow with every hand-over. */
  #past = combineReports([]);

  /** Drains a connection; asked again, it returns the same promise until that has resolved. */
  retire(lease: Lease, options: DrainOptions): Promise<DrainReport> {
    const known = this.#draining.get(lease);
    if (known !== undefined) return known;
    const draining = drain(lease.tracked, options).then((report) => {
      this.#past = combineReports([this.#past, report]);
      this.#draining.delete(lease);
      return report;
    });
    this.#draining.set(lease, draining);
    return draining;
  }

  /** What became of all of them, once those that are being drained have been. */
  async report(): Promise<DrainReport> {
    await Promise.all(this.#draining.values());
    return this.#past;
  }
}
