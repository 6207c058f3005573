/** How a bounded wait ended. */
export type Waited =
  | { readonly outcome: "done" | "timeout" | "cut" }
  | { readonly outcome: "failed"; readonly error: unknown };

/** Waits for `promise`, but at most `ms` milliseconds and not beyond `signal`; never rejects. */
export async function within(
  promise: Promise<unknown>,
  ms: number,
  signal?: AbortSignal | undefined,
): Promise<Waited> {
  if (signal?.aborted) {
    promise.catch(() => undefined);
    return { outcome: "cut" };
  }
  let cleanUp = (): void => undefined;
  const limit = new Promise<Waited>((resolve) => {
    const timer = setTimeout(() => resolve({ outcome: "timeout" }), Math.max(0, ms));
    const cut = (): void => resolve({ outcome: "cut" });
    signal?.addEventListener("abort", cut, { once: true });
    cleanUp = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cut);
    };
  });
  const work = promise.then(
    (): Waited => ({ outcome: "done" }),
    (error: unknown): Waited => ({ outcome: "failed", error }),
  );
  try {
    return await Promise.race([work, limit]);
  } finally {
    cleanUp();
  }
}
