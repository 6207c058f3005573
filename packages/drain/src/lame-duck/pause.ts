/** Waits, but not beyond `signal` or the end of `until`; never rejects. */
export async function pause(
  ms: number,
  signal: AbortSignal,
  until: Promise<void> = new Promise(() => undefined),
): Promise<void> {
  if (signal.aborted) return;
  let cleanUp = (): void => undefined;
  const elapsed = new Promise<void>((resolve) => {
    const end = (): void => resolve();
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
    cleanUp = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    };
  });
  await Promise.race([elapsed, until]);
  cleanUp();
}
