import { deepStrictEqual, equal } from "node:assert/strict";
import { connect, credsAuthenticator } from "nats";
import { eventually } from "./eventually.js";
import { assertNoFaults } from "./no-faults.js";
import type { Leaving } from "./page/worker.js";
import { proof, type Testbed } from "./testbed.js";

const COUNT = 20;
const SUBJECT = "browser.work";

export const drained = [
  proof(
    "a page that drains by @kchat/drain loses no request; by the client's drain() it loses all",
    async (testbed) => {
      const { answered, report } = await leaveAtWork(testbed, "drain");
      equal(answered, COUNT);
      deepStrictEqual(report, { received: COUNT, finished: COUNT, abandoned: 0, exitCode: 0 });
      const control = await leaveAtWork(testbed, "client");
      equal(control.answered, 0);
    },
  ),
];

/** A page works on requests, and leaves while all of them are in its hands. */
async function leaveAtWork(testbed: Testbed, leaving: Leaving) {
  const { server, websocketUrl, trust } = testbed;
  const encoder = new TextEncoder();
  await using visit = await testbed.visit();
  const creds = trust.creds("worker", () => ({
    sub: { allow: [SUBJECT] },
    resp: { max: 1, ttl: 60e9 },
  }));
  await visit.ask("work", { servers: websocketUrl, creds, subject: SUBJECT, leaving });
  const asker = await connect({
    servers: server.url,
    authenticator: credsAuthenticator(encoder.encode(trust.creds("asker", () => ({})))),
  });
  try {
    let answered = 0;
    const requests = Array.from({ length: COUNT }, (_, i) =>
      asker.request(SUBJECT, encoder.encode(`${i}`), { timeout: 60_000 }).then(
        (answer) => {
          if (answer.string() === `${i}`) answered += 1;
        },
        () => undefined,
      ),
    );
    await eventually(
      "all requests in the page",
      async () => (await visit.ask("received")) === COUNT,
    );
    const report = await visit.ask("stopWorking");
    // What the page sent before it left is at the server, and with the asker after one round trip.
    await asker.flush();
    if (answered === COUNT) await Promise.all(requests);
    await visit.picture(`work-${leaving}`);
    assertNoFaults(visit, testbed);
    return { answered, report };
  } finally {
    await asker.close();
  }
}
