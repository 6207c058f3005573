/** Controls prove that the trial can see a loss; they repeat until it has seen one, but not for ever. */
const MOST_ATTEMPTS = 4;

/** Runs a control again until it has lost something; adds up what it sent and says how often it took. */
export async function untilLost(
  run: () => Promise<{ readonly sent: number; readonly lost: number }>,
): Promise<{ sent: number; lost: number; remarks: string }> {
  let sent = 0;
  let lost = 0;
  let attempts = 0;
  while (lost === 0 && attempts < MOST_ATTEMPTS) {
    const result = await run();
    sent += result.sent;
    lost += result.lost;
    attempts += 1;
  }
  return { sent, lost, remarks: attempts > 1 ? `${attempts} attempts` : "" };
}
