import { ok } from "node:assert/strict";
import { eventually } from "./eventually.js";
import { enterAs, isOnline } from "./member.js";
import { assertNoFaults } from "./no-faults.js";
import { until } from "./page/until.js";
import { startProvisioner } from "./provisioner.js";
import { proof, type Testbed } from "./testbed.js";

export const leaving = [
  proof(
    "a page that is left says goodbye on pagehide; one that doesn't stays on the list",
    goodbye,
  ),
];

async function goodbye(testbed: Testbed): Promise<void> {
  await using provisioner = await startProvisioner(testbed);
  await using bob = await enterAs("bob", testbed);
  await using silent = await testbed.visit();
  await using navigating = await testbed.visit();
  await using closing = await testbed.visit();
  const mute = await silent.ask("join", provisioner.joinOptions("mute", "nothing"));
  const nora = await navigating.ask("join", provisioner.joinOptions("nora", "goodbye"));
  const carl = await closing.ask("join", provisioner.joinOptions("carl", "goodbye"));
  for (const { publicKey } of [mute, nora, carl]) {
    await until(bob.chat, "bob seeing everybody", () => isOnline(bob, publicKey));
  }
  // The control goes first: once the server has closed its connection, no goodbye of it can come.
  await silent.page.goto("about:blank");
  await gone(testbed, mute.publicKey);
  ok(isOnline(bob, mute.publicKey), "the control said goodbye, so goodbyes prove nothing");

  await navigating.page.goto("about:blank");
  await until(bob.chat, "nora's goodbye", () => !isOnline(bob, nora.publicKey));
  await closing.page.close({ runBeforeUnload: true });
  await until(bob.chat, "carl's goodbye", () => !isOnline(bob, carl.publicKey));
  await gone(testbed, nora.publicKey);
  await gone(testbed, carl.publicKey);
  for (const visit of [silent, navigating, closing]) assertNoFaults(visit, testbed);
}

/** Waits until the server has no connection of this user. */
async function gone({ server }: Testbed, publicKey: string): Promise<void> {
  await eventually("the server closing the connection", async () => {
    const { connections } = await server.connz();
    return connections.every(({ name }) => name !== publicKey);
  });
}
