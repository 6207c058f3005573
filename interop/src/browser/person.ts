import { equal, match, ok } from "node:assert/strict";
import { createUser, decodeUser } from "@kchat/auth";
import { spaceSubjects } from "@kchat/chat-core";
import { enterAs } from "./member.js";
import { assertNoFaults } from "./no-faults.js";
import { until } from "./page/until.js";
import { startProvisioner } from "./provisioner.js";
import { wasSent } from "./secret.js";
import { proof, type Testbed } from "./testbed.js";
import type { Visit } from "./visit.js";

export const person = [
  proof("a person's whole way in a page: key, credentials, chat; the seed stays there", whole),
];

async function whole(testbed: Testbed): Promise<void> {
  const { trust } = testbed;
  await using provisioner = await startProvisioner(testbed);
  await using bob = await enterAs("bob", testbed);
  await using visit = await testbed.visit();
  const alice = await visit.ask("join", provisioner.joinOptions("alice", "goodbye"));
  const { iss, sub, name } = decodeUser(alice.jwt);
  equal(`${iss} ${sub} ${name}`, `${trust.memberSigner.getPublicKey()} ${alice.publicKey} alice`);

  await until(bob.chat, "bob seeing alice", ({ members }) =>
    members.some(
      ({ key, online, nameVerified }) => key === alice.publicKey && online && nameVerified,
    ),
  );
  equal(await visit.ask("sees", bob.publicKey), "bob");

  await visit.ask("post", "hello from a page");
  await until(bob.chat, "alice's post", ({ channels }) => says(channels[0], "hello from a page"));
  bob.chat.post("General", "hello from Node");
  equal(await visit.ask("hears", "hello from Node"), "#General");

  await visit.ask("dm", { to: bob.publicKey, text: "for bob alone" });
  await until(bob.chat, "alice's DM", ({ directs }) => says(directs[0], "for bob alone"));
  bob.chat.dm(alice.publicKey, "for alice alone");
  equal(await visit.ask("hears", "for alice alone"), `@${bob.publicKey}`);

  const { dms } = spaceSubjects(trust.space);
  const third = dms(createUser().publicKey);
  match((await visit.ask("eavesdrop", third)) ?? "allowed", /permissions violation/i);
  equal(await visit.ask("eavesdrop", dms(alice.publicKey)), undefined);

  const left = await visit.ask("leave");
  equal(`${left.exitCode} ${left.unflushed}`, "0 0");
  await until(bob.chat, "alice's goodbye", ({ members }) =>
    members.some(({ key, online }) => key === alice.publicKey && !online),
  );
  await visit.picture("person");
  await seedStayed(visit, testbed, alice.publicKey);
  assertNoFaults(visit, testbed);
}

async function seedStayed(visit: Visit, { site }: Testbed, publicKey: string): Promise<void> {
  const seed = await visit.ask("seed");
  equal(wasSent(seed, visit.sent), false, "the seed left the page by WebSocket");
  equal(wasSent(seed, site.heard), false, "the seed left the page by HTTP");
  // The controls: what was sent has been seen, and a seed would be found in it.
  ok(Buffer.concat(visit.sent).includes(publicKey), "the public key was not seen being sent");
  ok(Buffer.concat(site.heard).includes("GET /page.js"), "the request for the page was not seen");
  ok(
    wasSent(seed, [
      ...visit.sent,
      Buffer.from(`PUB x 9\r\n${seed.slice(0, 20)}`),
      Buffer.from(seed.slice(20)),
    ]),
  );
}

function says(
  conversation: { readonly messages: readonly { readonly text: string }[] } | undefined,
  text: string,
): boolean {
  return conversation?.messages.at(-1)?.text === text;
}
