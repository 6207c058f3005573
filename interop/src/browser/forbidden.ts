import { equal, match, ok } from "node:assert/strict";
import { eventually } from "./eventually.js";
import { startProvisioner } from "./provisioner.js";
import { proof, type Testbed } from "./testbed.js";

/** What the other proofs rely on: a page that does what it must not is stopped, and noticed. */
export const forbidden = [
  proof("what the page's policy forbids is stopped and noticed", policyHolds),
  proof("a page of an origin that the server doesn't allow gets no connection", originCounts),
];

async function policyHolds({ site, visit }: Testbed): Promise<void> {
  await using visitor = await visit();
  const elsewhere = `http://127.0.0.1:${site.port}/elsewhere`;
  const fetched = await visitor.page.evaluate(
    (url) => fetch(url).then(String, (error: Error) => error.name),
    elsewhere,
  );
  equal(fetched, "TypeError");
  await eventually("the browser's report", async () => site.violations.length > 0);
  match(site.violations.splice(0).join(), /"violated-directive":"connect-src"/);
  ok(visitor.faults.some((fault) => /Content Security Policy/.test(fault)));
}

async function originCounts(testbed: Testbed): Promise<void> {
  await using provisioner = await startProvisioner(testbed);
  await using visitor = await testbed.visit("strange");
  const joinOptions = provisioner.joinOptions("mallory", "nothing");
  await eventually("the server's refusal", async () => {
    const outcome = await visitor.ask("join", joinOptions).then(
      () => "let in",
      (error: Error) => error.message,
    );
    ok(outcome !== "let in", "the server took a connection from a strange origin");
    return /origin not allowed/i.test(testbed.server.logs());
  });
}
