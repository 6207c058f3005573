import { createAccount, createUser, decodeUser, formatCreds, issueUser } from "@kchat/auth";
import type { Proof } from "../proof.js";
import { startGo, type Work } from "./go-process.js";

const ROUNDS = 15;
const OPERATIONS = 500;
const WARM_UP_MS = 1000;

/** A measurement: it fails only when one of the two can't do the work. */
export const proofs: readonly Proof[] = [
  {
    name: "ours and Go's jwt and nkeys mint and verify in turns, one thread each",
    async run() {
      const go = await startGo();
      if ("skipped" in go) return go;
      try {
        for (const [work, ours] of Object.entries(ourWork()) as [Work, () => unknown][]) {
          warmUp(ours);
          const rounds: { ours: number; go: number }[] = [];
          for (let round = 0; round < ROUNDS; round += 1) {
            rounds.push({
              ours: rate(measure(ours)),
              go: rate(await go.measure(work, OPERATIONS)),
            });
          }
          const us = median(rounds.map((round) => round.ours));
          const them = median(rounds.map((round) => round.go));
          const ratio = median(rounds.map((round) => round.ours / round.go));
          console.log(
            `bench auth-${work}-vs-go ours=${us.toFixed(0)}/s go=${them.toFixed(0)}/s ratio=${ratio.toFixed(2)}`,
          );
        }
      } finally {
        go.stop();
      }
      return undefined;
    },
  },
];

/** The same as `main.go`: a new user under a scoped signing key for an hour, up to its creds; and its verification. */
function ourWork(): Readonly<Record<Work, () => unknown>> {
  const account = createAccount().publicKey;
  const signer = createAccount();
  const mint = (): { token: string; creds: string } => {
    const user = createUser();
    const token = issueUser(signer, {
      user: user.publicKey,
      account,
      name: "ada",
      expiresInSeconds: 3600,
    });
    return { token, creds: formatCreds(token, user) };
  };
  const { token } = mint();
  return { mint, verify: () => decodeUser(token) };
}

function warmUp(work: () => unknown): void {
  const end = performance.now() + WARM_UP_MS;
  while (performance.now() < end) work();
}

/** Nanoseconds of so many operations. */
function measure(work: () => unknown): number {
  const start = process.hrtime.bigint();
  for (let i = 0; i < OPERATIONS; i += 1) work();
  return Number(process.hrtime.bigint() - start);
}

const rate = (nanoseconds: number): number => (OPERATIONS * 1e9) / nanoseconds;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
