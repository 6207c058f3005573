import assert from "node:assert/strict";
import { mainJob, prompt } from "./main-job.js";

/** How long a program may take to start here, in milliseconds. */
const startMs = 60_000;

/** The README's first minutes: two terminals, a post, a direct message, and nothing left behind. */
export async function twoTerminalsChat(): Promise<void> {
  await using job = await mainJob();
  const host = await job.start("--name", "wally");
  await host.sees(/wally · connected/, startMs);
  const guest = await job.start("--join", "--name", "attendee");
  await guest.sees(/attendee · connected/, startMs);
  await host.sees(/●✓ attendee/);
  await guest.sees(/●✓ wally/);

  await host.type("good morning");
  await host.press("Enter");
  await guest.sees(/✓ wally +good morning/);
  await guest.type("/dm wally for you alone");
  await guest.press("Enter");
  await host.sees(/●✓ attendee +•1/);

  await guest.press("C-c");
  await guest.sees(prompt);
  await host.sees(/○✓ attendee/);
  assert.notEqual(await job.session(), undefined);
  await host.press("C-c");
  await host.sees(prompt);
  assert.equal(await host.fact("alternate_on"), "0");
  assert.equal(await job.session(), undefined, "the host left its session behind");
}
