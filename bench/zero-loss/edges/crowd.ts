import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, type HandOverEvent, type ManagedConnection, manage } from "@kchat/drain";
import { connector, type Generation } from "../generations.js";
import type { Outcome } from "../outcome.js";
import type { Scale } from "../scale.js";
import { threeNodes } from "../trials/topologies.js";

const JITTER_MS = 2_000;
const WINDOW_MS = 100;
/** What a machine that has more to do may bunch up; without jitter all of them would dial within a window. */
const MOST_AT_ONCE = 0.5;

/** Everybody on a server hears of its lame duck at the same instant; they leave one after the other. */
export async function crowdMoves(scale: Scale, generation: Generation): Promise<Outcome> {
  const cluster = await threeNodes({ graceMs: 15_000 });
  const [first, , third] = cluster.servers;
  if (first === undefined || third === undefined) throw new Error("the cluster has three servers");
  const open = connector(generation);
  const dials: number[] = [];
  let isLeaving = false;
  const connect = (servers: string[]): Promise<Connection> => {
    if (isLeaving) dials.push(performance.now());
    return open(servers);
  };
  const events: HandOverEvent[] = [];
  const crowd: ManagedConnection[] = [];
  const asker = await open([third.url]);
  try {
    for (let at = 0; at < scale.crowd; at += 1) {
      const member = await manage({
        servers: cluster.urls,
        connect,
        jitterMs: JITTER_MS,
        onEvent: (event) => events.push(event),
      });
      member.subscribe(`crowd.${at}`, { callback: (_error, message) => void message.respond("x") });
      crowd.push(member);
    }
    await Promise.all(crowd.map((member) => member.flush()));
    isLeaving = true;
    await first.lameDuck();
    const count = (type: HandOverEvent["type"]): number =>
      events.filter((event) => event.type === type).length;
    const deadline = performance.now() + 60_000;
    while (count("drained") < scale.crowd && performance.now() < deadline) await sleep(50);
    const answers = crowd.map((_, at) => asker.request(`crowd.${at}`, "", { timeout: 20_000 }));
    const outcomes = await Promise.allSettled(answers);
    const lost = outcomes.filter(({ status }) => status === "rejected").length;
    const moved = count("moved");
    const overtaken = count("overtaken");
    const share = busiest(dials) / dials.length;
    const faults: string[] = [];
    if (moved !== scale.crowd) faults.push(`only ${moved} moved`);
    if (overtaken > 0) faults.push(`${overtaken} were closed before they had moved`);
    if (!(share <= MOST_AT_ONCE)) faults.push("they dialled at once");
    return {
      name: `${scale.crowd} clients on a lame duck (${generation})`,
      kind: "edge",
      sent: scale.crowd,
      lost,
      faults,
      remarks: `${moved} moved, at most ${Math.round(share * 100)} % of them within ${WINDOW_MS} ms`,
    };
  } finally {
    await Promise.all([asker.close(), ...crowd.map((member) => member.close())]);
    await cluster.stop();
  }
}

/** The largest number of `times`, which are sorted, within a window. */
function busiest(times: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [at, time] of times.entries()) {
    while (time - (times[from] ?? time) > WINDOW_MS) from += 1;
    most = Math.max(most, at - from + 1);
  }
  return most;
}
