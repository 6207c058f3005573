// Replaces three workers while requests go on, once for each way of leaving, and counts the requests that got no answer.
import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer } from "@kchat/nats-server";
import { connect } from "nats";

const ways = ["close", "nc.drain", "drain"] as const;
const clock = (at: number) => new Date(at).toISOString().slice(14, 23);

await using server = await startServer();
const connection = await connect({ servers: server.url });

async function startWorker(leave: string) {
  const child = fork(new URL("worker.ts", import.meta.url), {
    env: { ...process.env, NATS_URL: server.url, LEAVE: leave },
  });
  const ledger: string[] = [];
  await new Promise<void>((resolve) => {
    child.on("message", ({ what, at }: { what: string; at: number }) => {
      ledger.push(`[${child.pid}] ${clock(at)} - [${what}]`);
      if (what === "Started") resolve();
    });
  });
  return { child, ledger };
}

/** Three workers of a group leave in turn, and others take their place, while requests go on. */
async function rollout(leave: string) {
  const count = { sent: 0, lost: 0 };
  let workers = await Promise.all([1, 2, 3].map(() => startWorker(leave)));
  const open: Promise<void>[] = [];
  // By the clock, not after the answer: waiting for answers would hide what is lost.
  const timer = setInterval(() => {
    for (let i = 0; i < 4; i++) {
      count.sent++;
      const request = connection.request("help", "need help", { timeout: 1_500 });
      open.push(
        request.then(
          () => undefined,
          () => void count.lost++,
        ),
      );
    }
  }, 10);
  let ledger: string[] = [];
  for (const worker of workers) {
    const next = await startWorker(leave);
    await sleep(100);
    worker.child.kill("SIGTERM");
    await once(worker.child, "exit");
    ledger = worker.ledger.slice(-6);
    workers = [...workers.filter((other) => other !== worker), next];
  }
  clearInterval(timer);
  await Promise.all(open);
  for (const { child } of workers) child.kill("SIGKILL");
  return { ...count, ledger };
}

const results = new Map<string, Awaited<ReturnType<typeof rollout>>>();
for (const way of ways) {
  const result = await rollout(way);
  results.set(way, result);
  console.log(`\n${way}: the last lines of the last worker that left`);
  for (const line of result.ledger) console.log(`  ${line}`);
}
console.log("\nway        requests   lost");
for (const [way, { sent, lost }] of results) {
  console.log(`${way.padEnd(10)} ${String(sent).padStart(8)} ${String(lost).padStart(6)}`);
}
await connection.close();
const proved = results.get("drain")?.lost === 0 && (results.get("close")?.lost ?? 0) > 0;
console.log(proved ? "\ndrain lost none, close did" : "\nNOT as expected");
process.exitCode = proved ? 0 : 1;
