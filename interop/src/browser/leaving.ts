import { ok } from "node:assert/strict";
import { blameless } from "./blameless.js";
import { openDesk } from "./desk.js";
import { eventually } from "./eventually.js";
import { enterAs, isOnline } from "./member.js";
import { until } from "./page/until.js";
import { proof, type Stage } from "./stage.js";

export const leaving = [
  proof(
    "a page that is left says goodbye on pagehide; one that doesn't stays on the list",
    goodbye,
  ),
];

async function goodbye(stage: Stage): Promise<void> {
  await using desk = await openDesk(stage);
  await using bob = await enterAs("bob", stage);
  await using silent = await stage.visit();
  await using navigating = await stage.visit();
  await using closing = await stage.visit();
  const mute = await silent.ask("join", desk.entrance("mute", "nothing"));
  const nora = await navigating.ask("join", desk.entrance("nora", "goodbye"));
  const carl = await closing.ask("join", desk.entrance("carl", "goodbye"));
  for (const { publicKey } of [mute, nora, carl]) {
    await until(bob.chat, "bob seeing everybody", () => isOnline(bob, publicKey));
  }
  // The control goes first: once the server has closed its connection, no goodbye of it can come.
  await silent.page.goto("about:blank");
  await gone(stage, mute.publicKey);
  ok(isOnline(bob, mute.publicKey), "the control said goodbye, so goodbyes prove nothing");

  await navigating.page.goto("about:blank");
  await until(bob.chat, "nora's goodbye", () => !isOnline(bob, nora.publicKey));
  await closing.page.close({ runBeforeUnload: true });
  await until(bob.chat, "carl's goodbye", () => !isOnline(bob, carl.publicKey));
  await gone(stage, nora.publicKey);
  await gone(stage, carl.publicKey);
  for (const visit of [silent, navigating, closing]) blameless(visit, stage);
}

/** Waits until the server has no connection of this user. */
async function gone({ server }: Stage, publicKey: string): Promise<void> {
  await eventually("the server closing the connection", async () => {
    const { connections } = await server.connz();
    return connections.every(({ name }) => name !== publicKey);
  });
}
