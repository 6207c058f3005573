import { setTimeout as sleep } from "node:timers/promises";
import {
  type Connection,
  type DrainOptions,
  type DrainReport,
  drain,
  manage,
  track,
} from "@kchat/drain";
import { type NatsServer, startServer } from "@kchat/nats-server";
import { connector, type Generation } from "../generations.js";
import type { Outcome } from "../outcome.js";
import { threeNodes } from "../trials/topologies.js";

/** What a loaded machine may add to a deadline before it counts as missed. */
const TOLERANCE_MS = 3_000;

/** The server stops answering while handlers run. */
export function frozenServer(generation: Generation): Promise<Outcome> {
  return edge(`drain from a frozen server (${generation})`, generation, {
    handlerMs: 300,
    deadlineMs: 2_000,
    before: async (server) => void (await server.freeze()),
    faults: (report) => [
      ...(report.unflushed === 0 ? ["says that everything was flushed"] : []),
      ...(report.outcome === "clean" ? ["says that it is clean"] : []),
    ],
  });
}

/** The server is gone and stays away. */
export function whileReconnecting(generation: Generation): Promise<Outcome> {
  return edge(`drain while reconnecting (${generation})`, generation, {
    handlerMs: 300,
    deadlineMs: 2_500,
    before: async (server, connection) => {
      server.signal("SIGKILL");
      await server.exited;
      while (connection.isConnected) await sleep(5);
    },
    faults: (report) => (report.outcome === "clean" ? ["says that it is clean"] : []),
  });
}

/** The server is gone and comes back before the deadline: the replies arrive. */
export function serverComesBack(generation: Generation): Promise<Outcome> {
  return edge(`drain while the server restarts (${generation})`, generation, {
    handlerMs: 300,
    deadlineMs: 15_000,
    before: async (server, connection) => {
      server.signal("SIGKILL");
      await server.exited;
      while (connection.isConnected) await sleep(5);
      void sleep(800).then(() => server.restart());
    },
    faults: (report) => (report.unflushed > 0 ? [`${report.unflushed} replies are unflushed`] : []),
  });
}

/** A handler never ends. */
export function deadlineExceeded(generation: Generation): Promise<Outcome> {
  return edge(`a handler that never ends (${generation})`, generation, {
    handlerMs: 3_600_000,
    deadlineMs: 1_500,
    before: () => undefined,
    faults: (report) => [
      ...(report.handedBack + report.abandoned !== JOBS
        ? [`${report.handedBack} handed back and ${report.abandoned} abandoned, not ${JOBS}`]
        : []),
      ...(report.exitCode !== 1 ? [`exit code ${report.exitCode}`] : []),
    ],
  });
}

const JOBS = 5;

async function edge(
  name: string,
  generation: Generation,
  expected: {
    handlerMs: number;
    deadlineMs: number;
    before(server: NatsServer, connection: { readonly isConnected: boolean }): void | Promise<void>;
    faults(report: DrainReport): string[];
  },
): Promise<Outcome> {
  const { port } = await borrowPort();
  const server = await startServer({ port });
  const connect = connector(generation);
  const raw: Connection = await connect([server.url]);
  const client = await connect([server.url]);
  try {
    const worker = track(raw);
    worker.subscribe("slow", {
      callback: async (_error, message) => {
        await sleep(expected.handlerMs, undefined, { ref: false });
        message.respond("done");
      },
    });
    await worker.flush();
    const answers = Array.from({ length: JOBS }, () =>
      client.request("slow", "", { timeout: 20_000 }).catch(() => undefined),
    );
    void answers;
    while (worker.counts.running < JOBS) await sleep(5);
    await expected.before(server, worker);
    const options: DrainOptions = { deadlineMs: expected.deadlineMs };
    const startedAt = performance.now();
    const report = await drain(worker, options);
    const ms = performance.now() - startedAt;
    const faults = expected.faults(report);
    if (ms > expected.deadlineMs + TOLERANCE_MS) faults.push(`took ${Math.round(ms)} ms`);
    if (!raw.isClosed()) faults.push("the connection isn't closed");
    const { outcome, finished, abandoned, handedBack, unflushed } = report;
    const remarks = `${outcome} after ${Math.round(ms)} ms: ${finished} finished, ${handedBack} handed back, ${abandoned} abandoned, ${unflushed} unflushed`;
    return { name, kind: "edge", sent: JOBS, lost: 0, faults, remarks };
  } finally {
    server.signal("SIGCONT");
    await Promise.all([raw.close(), client.close()]);
    await server.stop();
  }
}

/** A port that a server can come back to. */
async function borrowPort(): Promise<{ port: number }> {
  const server = await startServer();
  const { port } = server;
  await server.stop();
  return { port };
}

/** Handlers run longer than the server leaves its clients alone: their answers take another way. */
export async function handlerBeyondGrace(generation: Generation): Promise<Outcome> {
  const cluster = await threeNodes({ graceMs: 1_000 });
  const [first, second] = cluster.servers;
  if (first === undefined || second === undefined) throw new Error("the cluster has three servers");
  const connect = connector(generation);
  const reports: DrainReport[] = [];
  const worker = await manage({
    servers: cluster.urls,
    connect,
    jitterMs: 0,
    onEvent: (event) => {
      if (event.type === "drained") reports.push(event.report);
    },
  });
  const client = await connect([second.url]);
  try {
    worker.subscribe("slow", {
      callback: async (_error, message) => {
        await sleep(5_000);
        message.respond("done");
      },
    });
    await worker.flush();
    await sleep(500);
    const answers = Array.from({ length: JOBS }, () =>
      client.request("slow", "", { timeout: 20_000 }),
    );
    const all = Promise.allSettled(answers);
    await sleep(100);
    await first.lameDuck();
    const answered = (await all).filter(({ status }) => status === "fulfilled").length;
    const faults: string[] = [];
    if (answered !== JOBS) faults.push(`${JOBS - answered} of ${JOBS} weren't answered`);
    while (reports.length === 0) await sleep(20);
    const [report] = reports;
    const { finished, abandoned, unflushed } = report ?? {
      finished: 0,
      abandoned: 0,
      unflushed: 0,
    };
    if (finished !== JOBS) faults.push(`the report says that ${finished} finished`);
    return {
      name: `handlers longer than the grace period (${generation})`,
      kind: "edge",
      sent: JOBS,
      lost: JOBS - answered,
      faults,
      remarks: `${answered} answered; ${finished} finished, ${abandoned} abandoned, ${unflushed} unflushed`,
    };
  } finally {
    await Promise.all([worker.close(), client.close()]);
    await cluster.stop();
  }
}
