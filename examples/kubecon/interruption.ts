/** Ctrl-C and SIGTERM outside the screen: the first asks to stop, the second ends the process at once. */
export function onInterruption(stop: () => void): () => void {
  let asked = false;
  const interrupt = () => {
    // The server's guard sees this process end, and stops the server too.
    if (asked) process.exit(130);
    asked = true;
    stop();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, interrupt);
  return () => {
    for (const name of signals) process.off(name, interrupt);
  };
}
