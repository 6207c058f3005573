import type { Connection } from "@kchat/drain";

/** What became of a number of requests. */
export interface Ledger {
  answered: number;
  /** Answered with an error. */
  refused: number;
  /** Without any answer in time. */
  lost: number;
}

/** Sends `count` requests at once; resolves when the server has them, `done` when each has ended. */
export async function requests(
  connection: Connection,
  subject: string,
  count: number,
  timeoutMs = 2_000,
): Promise<{ done: Promise<Ledger> }> {
  const ledger: Ledger = { answered: 0, refused: 0, lost: 0 };
  const all = Array.from({ length: count }, async () => {
    try {
      const answer = await connection.request(subject, "", { timeout: timeoutMs });
      if (answer.headers?.has("Nats-Service-Error")) ledger.refused++;
      else ledger.answered++;
    } catch {
      ledger.lost++;
    }
  });
  await connection.flush();
  return { done: Promise.all(all).then(() => ledger) };
}
