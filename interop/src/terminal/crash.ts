import assert from "node:assert/strict";
import { mainJob } from "./main-job.js";

/** How long a program may take to start, or to find its server again, in milliseconds. */
const patienceMs = 60_000;

/** The host is killed, so that it can't tell anybody; whoever joined waits, and finds the next one at the same place. */
export async function comesBackAfterACrash(): Promise<void> {
  await using job = await mainJob();
  const host = await job.start("--name", "wally");
  await host.sees(/wally · connected/, patienceMs);
  const guest = await job.start("--join", "--name", "attendee");
  await host.sees(/●✓ attendee/, patienceMs);

  const before = await job.session();
  assert.ok(before);
  process.kill(before.pid, "SIGKILL");
  await guest.sees(/attendee · (?!connected)/, patienceMs);
  await host.sees("Killed", patienceMs);
  // What was killed couldn't give the terminal back.
  await host.type("reset");
  await host.press("Enter");
  await job.startAgain(host, "--name", "wally");
  await host.sees(/●✓ attendee/, patienceMs);
  assert.equal((await job.session())?.url, before.url);

  await guest.type("you were away");
  await guest.press("Enter");
  await host.sees(/✓ attendee +you were away/);
}
