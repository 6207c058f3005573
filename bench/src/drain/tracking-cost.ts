import { type Connection, type Subscription, track } from "@kchat/drain";
import type { Publisher } from "./publisher.js";

type Style = "callback" | "loop";

const messages = 200_000;
const rounds = 15;

/** Prints messages a second of a tracked subscription against a plain one of the same client. */
export async function trackingCost(
  client: string,
  connect: () => Promise<Connection>,
  style: Style,
  publisher: Publisher,
): Promise<void> {
  const plain = await connect();
  const tracked = track(await connect());
  const rates = { ours: [] as number[], plain: [] as number[] };
  // One round of each before counting, so that neither pays for the compiler.
  for (let round = -1; round < rounds; round++) {
    const order = round % 2 === 0 ? (["ours", "plain"] as const) : (["plain", "ours"] as const);
    for (const who of order) {
      const connection = who === "ours" ? tracked : plain;
      const rate = await receive(connection, `bench.${who}.${round + 1}`, style, publisher);
      if (round >= 0) rates[who].push(rate);
    }
  }
  await Promise.all([plain.close(), tracked.close()]);
  const ours = median(rates.ours);
  const peer = median(rates.plain);
  // Round by round: while one takes its turn the machine may be slower than minutes later.
  const ratio = median(rates.ours.map((rate, round) => rate / (rates.plain[round] ?? Number.NaN)));
  console.log(
    `bench drain-tracking-${client}-${style} ours=${Math.round(ours)} messages/s plain=${Math.round(peer)} messages/s ratio=${ratio.toFixed(3)}`,
  );
}

async function receive(
  connection: Connection,
  subject: string,
  style: Style,
  publisher: Publisher,
): Promise<number> {
  let received = 0;
  let startedAt = 0;
  let end = (_endedAt: number): void => undefined;
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  const count = (): void => {
    if (received++ === 0) startedAt = performance.now();
    if (received === messages) end(performance.now());
  };
  const subscription =
    style === "callback"
      ? connection.subscribe(subject, { callback: count })
      : connection.subscribe(subject);
  if (style === "loop") void readAll(subscription, count);
  await connection.flush();
  publisher.publish(subject, messages);
  const endedAt = await ended;
  subscription.unsubscribe();
  await connection.flush();
  return messages / ((endedAt - startedAt) / 1_000);
}

async function readAll(subscription: Subscription, count: () => void): Promise<void> {
  for await (const _message of subscription) count();
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
