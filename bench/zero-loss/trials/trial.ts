import type { NatsServer } from "@kchat/nats-server";
import type { Generation, ManagedTimes } from "../generations.js";
import { rotated } from "../generations.js";
import type { Tally } from "../ledger.js";
import { type Remote, startRemote } from "../processes/remote.js";
import type { Requested, Requester } from "../processes/requester.js";
import type { WorkerHost, WorkerSetup, WorkReport } from "../processes/worker-host.js";
import { trace } from "../whereabouts.js";

/** One experiment: requests at a constant rate, while something goes. */
export interface Trial {
  readonly generation: Generation;
  readonly ratePerSecond: number;
  readonly workers: WorkerSetup["behaviour"];
  readonly leaves?: WorkerSetup["leaves"];
  readonly requesters: "plain" | "managed";
  /** How long a request may take. @default 20_000, so that a busy machine isn't taken for a loss */
  readonly timeoutMs?: number;
  /** What happens while the requests run. */
  readonly disturb: (stage: Stage) => Promise<void>;
}

/** What a disturbance can get hold of. */
export interface Stage {
  readonly servers: readonly NatsServer[];
  readonly host: Remote<WorkerHost>;
  /** Has worker `at` leave, and puts a new one in its place on another server. */
  replaceWorker(at: number): Promise<void>;
}

/** Ledgers of both sides. */
export interface TrialResult extends Tally, Omit<Requested, "tally"> {
  readonly work: WorkReport;
}

const WORKERS = 3;
const noWork = {
  started: 0,
  finished: 0,
  repeated: 0,
  unclean: 0,
  journal: [],
  standstillMs: 0,
};
const TIMES: ManagedTimes = { settleMs: 250, jitterMs: 300 };

/** Starts workers and requesters against running servers, disturbs them, and compares the ledgers. */
export async function runTrial(
  servers: readonly NatsServer[],
  places: { readonly workers: readonly string[]; readonly requesters: readonly string[] },
  trial: Trial,
): Promise<TrialResult> {
  const { generation, ratePerSecond, requesters, leaves = "drain", timeoutMs = 20_000 } = trial;
  const subject = `work.${crypto.randomUUID()}`;
  const host = startRemote<WorkerHost>("worker-host.ts");
  const requester = startRemote<Requester>("requester.ts");
  let started = 0;
  const names: string[] = [];
  const startWorker = async (at: number) => {
    const name = `worker-${started}`;
    names[at] = name;
    await host.call("start", {
      name,
      generation,
      urls: rotated(places.workers, started),
      subject,
      behaviour: trial.workers,
      leaves,
      handlerMs: { min: 5, max: 25 },
      times: TIMES,
    });
    started += 1;
  };
  try {
    for (let at = 0; at < WORKERS; at += 1) await startWorker(at);
    await requester.call("connect", {
      generation,
      behaviour: requesters,
      urls: places.requesters,
      connections: 3,
      subject,
      ratePerSecond,
      timeoutMs,
      times: TIMES,
    });
    await requester.call("begin");
    await trial.disturb({
      servers,
      host,
      async replaceWorker(at) {
        await host.call("leave", names[at] ?? "");
        await startWorker(at);
      },
    });
    const { tally, ...requested } = await requester.call("finish");
    const { unanswered } = requested;
    const work = host.child.connected
      ? await host.call("report", unanswered, timeoutMs)
      : { ...noWork, whereabouts: trace(unanswered, timeoutMs, new Set(), new Map()) };
    return { ...tally, ...requested, work };
  } finally {
    await Promise.all([host.stop(), requester.stop()]);
  }
}
