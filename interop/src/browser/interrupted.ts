import { equal } from "node:assert/strict";
import { spaceSubjects } from "@kchat/chat-core";
import { enterAs } from "./member.js";
import { assertNoFaults } from "./no-faults.js";
import { until } from "./page/until.js";
import { startProvisioner } from "./provisioner.js";
import { proof, type Testbed } from "./testbed.js";

export const interrupted = [
  proof("what a page writes while it is cut off arrives once; a plain publish is lost", cutOff),
];

async function cutOff(testbed: Testbed): Promise<void> {
  const { relay, trust } = testbed;
  await using provisioner = await startProvisioner(testbed);
  await using bob = await enterAs("bob", testbed);
  await using visit = await testbed.visit();
  await visit.ask("join", provisioner.joinOptions("rita", "goodbye"));
  const subject = spaceSubjects(trust.space).posts("General");
  // What bob hears of it: no chat would have signed it, so it counts as refused.
  await visit.ask("publishPlainly", { subject, text: "while connected" });
  await until(bob.chat, "the plain publish", () => refusals(bob) === 1);

  relay.cut();
  try {
    await visit.ask("notices", "reconnecting");
    await visit.ask("publishPlainly", { subject, text: "while cut off" });
    equal(await visit.ask("write", "written while cut off"), "reconnecting");
  } finally {
    relay.mend();
  }
  await visit.ask("post", "written afterwards");
  await until(bob.chat, "the last post", () => texts(bob).at(-1) === "written afterwards");
  equal(texts(bob).join(), "written while cut off,written afterwards");
  equal(refusals(bob), 1, "the control was delivered");
  await visit.ask("leave");
  await visit.picture("interrupted");
  // A browser reports each connection that fails; nothing else may have gone wrong.
  const complaints = visit.faults.filter((fault) => !/WebSocket/.test(fault));
  assertNoFaults({ ...visit, faults: complaints }, testbed);
}

type Bob = Awaited<ReturnType<typeof enterAs>>;

const texts = ({ chat }: Bob): string[] =>
  (chat.getSnapshot().channels[0]?.messages ?? []).map(({ text }) => text);

const refusals = ({ chat }: Bob): number =>
  Object.values(chat.getSnapshot().refused).reduce((sum, count) => sum + count, 0);
