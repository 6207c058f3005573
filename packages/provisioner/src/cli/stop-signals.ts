/** A person or an orchestrator asking this process to stop. */
export interface StopSignals {
  /** Resolves at the first SIGINT or SIGTERM: leave properly. */
  readonly first: Promise<undefined>;
  /** Fires at the second one: leave now. */
  readonly second: AbortSignal;
  /** Stops listening. */
  close(): void;
}

/** Listens for SIGINT and SIGTERM until closed; `signal` counts as the first one. */
export function stopSignals(signal: AbortSignal | undefined): StopSignals {
  const force = new AbortController();
  let stop: () => void = () => {};
  let asked = false;
  const first = new Promise<undefined>((resolve) => {
    stop = () => {
      if (asked) force.abort(new Error("asked to stop twice"));
      asked = true;
      resolve(undefined);
    };
  });
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    first,
    second: force.signal,
    close() {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
      signal?.removeEventListener("abort", stop);
    },
  };
}
