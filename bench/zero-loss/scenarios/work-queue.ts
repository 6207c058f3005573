import { setTimeout as sleep } from "node:timers/promises";
import { manage } from "@kchat/drain";
import type { NatsCluster } from "@kchat/nats-server";
import { connect } from "@nats-io/transport-node";
import { connector, type Generation, rotated } from "../generations.js";
import { addJob, createWorkQueue, jobsLeft } from "../jetstream.js";
import type { Outcome } from "../outcome.js";
import type { JobHost } from "../processes/job-host.js";
import { type Remote, startRemote } from "../processes/remote.js";
import type { Scale } from "../scale.js";
import { threeNodes } from "../trials/topologies.js";

const JOBS_PER_SECOND = 400;

/**
 * A replicated work queue while its workers are replaced in turn and a server goes. Each job must be done, and its
 * effect must count once: a job that is delivered again, because an acknowledgement met an election, is recognised
 * by its identifier.
 */
export async function workQueue(scale: Scale, generation: Generation): Promise<Outcome> {
  const cluster = await threeNodes({ ...scale, jetstream: true });
  const host = startRemote<JobHost>("job-host.ts");
  try {
    const admin = await connect({ servers: [...cluster.urls], maxReconnectAttempts: -1 });
    await createWorkQueue(admin);
    for (let at = 0; at < 3; at += 1) {
      await host.call("start", `worker-${at}`, generation, rotated(cluster.urls, at));
    }
    const [sent] = await Promise.all([
      publishJobs(cluster, scale, generation),
      replaceWorkers(host, cluster, scale, generation),
      loseOneServer(cluster),
    ]);
    const deadline = Date.now() + 30_000;
    while ((await jobsLeft(admin).catch(() => 1)) > 0 && Date.now() < deadline) await sleep(100);
    const { done, started, unclean } = await host.call("report");
    await admin.close();
    const lost = sent - done.size;
    const repeated = [...done.values()].filter((times) => times > 1).length;
    const faults = unclean > 0 ? [`${unclean} drains reported a rest`] : [];
    return {
      name: `JetStream work queue (${generation})`,
      kind: "proof",
      sent,
      lost,
      faults,
      remarks: `${done.size} effects of ${started} deliveries, ${repeated} recognised as repeated`,
    };
  } finally {
    await host.stop();
    await cluster.stop();
  }
}

async function publishJobs(
  cluster: NatsCluster,
  scale: Scale,
  generation: Generation,
): Promise<number> {
  const publisher = await manage({
    servers: cluster.urls,
    connect: connector(generation),
    jitterMs: 300,
  });
  const open: Promise<void>[] = [];
  const startedAt = performance.now();
  while (open.length < scale.jobs) {
    const due = ((performance.now() - startedAt) / 1000) * JOBS_PER_SECOND;
    for (; open.length < Math.min(due, scale.jobs); ) {
      open.push(addJob(generation, publisher, `job-${open.length}`));
    }
    await sleep(5);
  }
  await Promise.all(open);
  await publisher.drain();
  return open.length;
}

async function replaceWorkers(
  host: Remote<JobHost>,
  cluster: NatsCluster,
  scale: Scale,
  generation: Generation,
): Promise<void> {
  for (let round = 0; round < scale.replacements; round += 1) {
    await sleep(400);
    await host.call("leave", `worker-${round}`);
    const next = round + 3;
    await host.call("start", `worker-${next}`, generation, rotated(cluster.urls, next));
  }
}

async function loseOneServer(cluster: NatsCluster): Promise<void> {
  const server = cluster.servers[0];
  await sleep(800);
  await server?.lameDuck();
  await server?.exited;
  await server?.restart();
}
