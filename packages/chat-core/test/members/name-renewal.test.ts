import { createUser, encodeClaims } from "@kchat/auth";
import { expect, it } from "vitest";
import { memoryNetwork } from "../../src/memory/index.js";
import { seen, testSpace } from "../people.js";

it("verifies a renewed name before the proof that it had expires", async () => {
  const network = memoryNetwork();
  const { account, person, chat } = testSpace();
  const ahead = { ms: 0 };
  const wally = chat(network.connect(), person("wally"), { clock: () => Date.now() + ahead.ms });
  const keyPair = createUser();
  const key = keyPair.getPublicKey();
  const jwtFor = (seconds: number) => {
    const exp = Math.floor(Date.now() / 1_000) + seconds;
    return encodeClaims("user", { sub: key, name: "alice", exp, nats: {} }, account);
  };
  const identity = { keyPair, name: "alice", jwt: jwtFor(120) };
  const alice = chat(network.connect(), identity);
  let asked = 0;
  network.connect().subscribe(`chat.KUBECON.member.${key}`, () => (asked += 1));
  await wally.start();
  await alice.start();
  const isVerified = () => wally.getSnapshot().members.some((m) => m.key === key && m.nameVerified);
  await seen(wally, isVerified);

  identity.jwt = jwtFor(3_600);
  ahead.ms = 61_000;
  alice.post("General", "one");
  await expect.poll(() => asked, { timeout: 15_000 }).toBe(2);
  ahead.ms = 181_000;
  alice.post("General", "two");
  const message = await seen(wally, ({ channels }) => channels[0]?.messages[1]);
  expect(message.from.verified).toBe(true);
  expect(isVerified()).toBe(true);
});
