/** Ctrl-C and SIGTERM outside the screen: the first asks to stop, the second ends the process at once. */
export function onInterruption(stop: () => void): () => void {
  let asked: NodeJS.Signals | undefined;
  const interrupt = (name: NodeJS.Signals) => {
    // The same signal again insists; another one may come of the same wish (Ctrl-C, then the window is closed). The
    // server's guard sees this process end, and stops the server too.
    if (asked === name) process.exit(130);
    asked ??= name;
    stop();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, interrupt);
  return () => {
    for (const name of signals) process.off(name, interrupt);
  };
}
