import { type Connection, drain, track } from "@kchat/drain";
import { median } from "./tracking-cost.js";

const handlerMs = 300;
const handlers = 100;
const rounds = 7;

/** Prints how long a drain takes against the time that its longest handler still needs. */
export async function timeToDrain(
  client: string,
  connect: () => Promise<Connection>,
): Promise<void> {
  const drains: number[] = [];
  const remains: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const tracked = track(await connect());
    let lastEndsAt = 0;
    tracked.subscribe("bench.slow", {
      callback: () => {
        lastEndsAt = performance.now() + handlerMs;
        return new Promise((resolve) => setTimeout(resolve, handlerMs));
      },
    });
    for (let i = 0; i < handlers; i++) tracked.publish("bench.slow");
    await tracked.flush();
    const startedAt = performance.now();
    remains.push(lastEndsAt - startedAt);
    const report = await drain(tracked);
    if (report.finished !== handlers) throw new Error(`only ${report.finished} finished`);
    drains.push(performance.now() - startedAt);
  }
  const ours = median(drains);
  const longest = median(remains);
  console.log(
    `bench drain-time-${client} ours=${ours.toFixed(1)} ms longest-handler=${longest.toFixed(1)} ms ratio=${(ours / longest).toFixed(3)}`,
  );
}
