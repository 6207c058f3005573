/** One contender: a name and what it does per operation. */
export interface Contender {
  readonly name: string;
  /** Operations per round: enough for a few milliseconds. */
  readonly batch: number;
  run(): unknown;
}

/** Operations per second of each contender: the median over rounds in which they take turns. */
export async function compare(
  contenders: readonly Contender[],
  rounds: number,
): Promise<readonly number[]> {
  const rates = contenders.map((): number[] => []);
  for (let round = -3; round < rounds; round += 1) {
    for (const [index, { batch, run }] of contenders.entries()) {
      const start = process.hrtime.bigint();
      for (let i = 0; i < batch; i += 1) await run();
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      // The first rounds warm up caches and compilers.
      if (round >= 0) rates[index]?.push(batch / seconds);
    }
  }
  return rates.map(median);
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
