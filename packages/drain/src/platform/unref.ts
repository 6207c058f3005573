/** Lets the process end while a timer runs. A browser's timer is a number, and nothing waits for it. */
export function unref(timer: unknown): void {
  (timer as { unref?(): void }).unref?.();
}
