import { setTimeout as sleep } from "node:timers/promises";
import {
  httpMonitoring,
  planRollingRestart,
  processControl,
  rollingRestart,
} from "@kchat/drain/server";
import type { NatsServer } from "@kchat/nats-server";
import type { Stage } from "./trial.js";

/** Replaces the workers one after the other, `rounds` times in all. */
export async function workersInTurn(stage: Stage, rounds: number, pauseMs = 300): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await sleep(pauseMs);
    await stage.replaceWorker(round % 3);
  }
  await sleep(pauseMs);
}

/** Puts one server after the other into lame duck mode and starts it again when it has ended. */
export async function serversInTurn(
  stage: Pick<Stage, "servers">,
  count = stage.servers.length,
): Promise<void> {
  await sleep(500);
  for (const server of stage.servers.slice(0, count)) await lameDuckAndReturn(stage, server);
}

/** Restarts all servers as an operator would, by the tool that this repository has for it. */
export async function restartInTurn(stage: Stage): Promise<void> {
  await sleep(500);
  const servers = stage.servers.map((server) => ({
    name: server.name,
    monitoring: httpMonitoring(server.monitorUrl),
    control: processControl({ pid: server.pid }),
    start: () => server.restart(),
  }));
  await rollingRestart(await planRollingRestart(servers), { settleMs: 500 });
  await sleep(500);
}

/** Has one server go, and waits until it is back in its cluster. */
export async function lameDuckAndReturn(
  stage: Pick<Stage, "servers">,
  server: NatsServer,
): Promise<void> {
  await server.lameDuck();
  await server.exited;
  await server.restart();
  await untilRouted(server, stage.servers);
  await sleep(500);
}

/** Waits until a server that came back has found the others of its cluster again. */
async function untilRouted(server: NatsServer, servers: readonly NatsServer[]): Promise<void> {
  const cluster = (await server.varz()).cluster.name;
  const members = servers.filter(({ name }) => name.startsWith(`${cluster}-`)).length;
  for (;;) {
    const { routes } = await server.routez();
    if (new Set(routes.map((route) => route.remote_name)).size >= members - 1) return;
    await sleep(20);
  }
}
