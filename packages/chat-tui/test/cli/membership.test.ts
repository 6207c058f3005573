import { readFile } from "node:fs/promises";
import { decodeUser, parseCreds } from "@kchat/auth";
import { type Chat, createChat } from "@kchat/chat-core";
import { natsTransport } from "@kchat/chat-core/nats";
import { describe, it } from "vitest";
import { connectAs } from "../../src/cli/connect.js";
import { findCredentials } from "../../src/cli/credentials.js";
import type { JoinFlags } from "../../src/cli/join.js";
import { enter } from "../../src/cli/membership.js";
import { createWarnings } from "../../src/session/warnings.js";
import { gateTo } from "../fixtures/gate.js";
import { startWorld, type World } from "../fixtures/world.js";

const patient = { timeout: 15_000, interval: 20 };

/** How long the first credentials last, and by how much sooner they are renewed than by a right clock. */
interface Lasting {
  readonly forSeconds: number;
  readonly aheadSeconds: number;
}

const soonRenewed: Lasting = { forSeconds: 60, aheadSeconds: 58 };

/** A member who enters with credentials of the name, by the given flags. */
async function member(
  world: World,
  name: string,
  { forSeconds, aheadSeconds }: Lasting,
  given: Partial<JoinFlags> = {},
) {
  const flags: JoinFlags = {
    server: world.server.url,
    creds: await world.memberCreds(name, Date.now(), forSeconds),
    requestCreds: await world.requesterCreds(),
    account: [world.signer],
    space: "KUBECON",
    channel: ["General"],
    ...given,
  };
  const warnings = createWarnings();
  const now = () => Date.now() + aheadSeconds * 1_000;
  const membership = await enter(flags, await findCredentials(flags), { warnings, now });
  const states = new Set(["connected"]);
  membership.chat.subscribe(() => states.add(membership.chat.getSnapshot().connection.state));
  const jwt = async () => parseCreds(await readFile(flags.creds, "utf8")).jwt;
  return { ...membership, warnings, states, jwt };
}

/** A member on a plain connection, which comes back after the expiry with a JWT that is renewed by then. */
async function plainMember(world: World, name: string, forSeconds: number) {
  const creds = await readFile(await world.memberCreds(name, Date.now(), forSeconds), "utf8");
  const { jwt, keyPair } = parseCreds(creds);
  const identity = { keyPair, name, jwt };
  const connection = await connectAs([world.server.url], identity, { ignoreAuthErrorAbort: true });
  identity.jwt = world.issue(keyPair, name);
  const space = { name: "KUBECON", accounts: [], channels: ["General"] };
  const chat = createChat({ transport: natsTransport(connection), identity, space });
  await chat.start();
  const end = async () => {
    await chat.close();
    await connection.close();
  };
  return { chat, [Symbol.asyncDispose]: end };
}

const stateOf = (chat: Chat) => chat.getSnapshot().connection.state;
const textsIn = (chat: Chat) =>
  chat.getSnapshot().channels.flatMap(({ messages }) => messages.map(({ text }) => text));
const expiryOf = (jwt: string) => (decodeUser(jwt).exp ?? 0) * 1_000;

describe.concurrent("a member of a space", () => {
  it("misses nothing over three renewals, where a plain connection does at its expiry", async ({
    expect,
  }) => {
    await using world = await startWorld();
    await using _provisioner = await world.serveProvisioner({ forSeconds: 8 });
    await using olga = await member(world, "olga", { forSeconds: 8, aheadSeconds: 5.5 });
    const first = await olga.jwt();
    await using bob = await plainMember(world, "bob", 3_600);
    await using plain = await plainMember(world, "plain", 3);
    let said = 0;
    const say = () => {
      said += 1;
      bob.chat.post("General", `${said}`);
    };
    let losses = 0;
    plain.chat.subscribe(() => {
      if (stateOf(plain.chat) !== "reconnecting") return;
      if (losses === 0) say();
      losses += 1;
    });
    const olgaOnline: (boolean | undefined)[] = [];
    bob.chat.subscribe(() => {
      const { members } = bob.chat.getSnapshot();
      olgaOnline.push(members.find(({ name }) => name === "olga")?.online);
    });

    const talk = setInterval(say, 100);
    try {
      const jwts = new Set<string>();
      await expect.poll(async () => jwts.add(await olga.jwt()).size, patient).toBeGreaterThan(3);
      await expect.poll(() => Date.now() - expiryOf(first), patient).toBeGreaterThan(500);
      await expect.poll(() => losses > 0 && stateOf(plain.chat), patient).toBe("connected");
    } finally {
      clearInterval(talk);
    }
    const all = Array.from({ length: said }, (_, index) => `${index + 1}`);
    await expect.poll(() => textsIn(olga.chat), patient).toEqual(all);
    // Each is counted once, although two connections deliver for a while.
    expect(olga.chat.getSnapshot().channels[0]?.unread).toBe(said);
    expect(textsIn(plain.chat).length).toBeLessThan(said);
    expect([...olga.states]).toEqual(["connected"]);
    expect(olga.warnings.texts).toEqual([]);
    expect(olgaOnline.slice(olgaOnline.indexOf(true))).not.toContain(false);
  }, 60_000);

  it("keeps the name of its key when it shows another one", async ({ expect }) => {
    await using world = await startWorld();
    await using _provisioner = await world.serveProvisioner();
    await using mallory = await member(world, "mallory", soonRenewed, { name: "alice" });
    const first = await mallory.jwt();
    await expect.poll(mallory.jwt, patient).not.toBe(first);
    expect(decodeUser(await mallory.jwt()).name).toBe("mallory");
    expect(mallory.chat.getSnapshot().me.name).toBe("alice");
    expect(mallory.warnings.texts).toEqual([]);
  }, 60_000);

  it("is told why a renewal is refused, until there is one", async ({ expect }) => {
    await using world = await startWorld();
    let isAdmitted = false;
    await using _provisioner = await world.serveProvisioner({ admit: () => isAdmitted });
    await using nora = await member(world, "nora", soonRenewed);
    await expect.poll(() => nora.warnings.texts, patient).toHaveLength(1);
    expect(nora.warnings.texts[0]).toMatch(
      /^Your credentials end (on .* )?at \d\d:\d\d and can't be renewed: no credentials for nora: .*admitted/,
    );
    isAdmitted = true;
    await expect.poll(() => nora.warnings.texts, patient).toEqual([]);
    expect([...nora.states]).toEqual(["connected"]);
  }, 60_000);

  it("is told that it can't move to a renewed connection, and comes back at the expiry all the same", async ({
    expect,
  }) => {
    await using world = await startWorld();
    await using gate = await gateTo(world.server.url);
    await using _provisioner = await world.serveProvisioner({
      admit() {
        gate.isShut = true;
        return true;
      },
    });
    const lasting = { forSeconds: 8, aheadSeconds: 6 };
    await using pia = await member(world, "pia", lasting, { server: gate.url });
    const first = await pia.jwt();
    const told: string[] = [];
    pia.warnings.subscribe(() => told.push(...pia.warnings.texts));
    await expect.poll(() => pia.states, patient).toContain("reconnecting");
    expect(told.join("\n")).toMatch(
      /^No other connection can be made yet, so messages may be missed/,
    );
    gate.isShut = false;
    await expect.poll(() => stateOf(pia.chat), patient).toBe("connected");
    expect(Date.now()).toBeGreaterThanOrEqual(expiryOf(first));
    expect(pia.warnings.texts).toEqual([]);
  }, 60_000);
});
