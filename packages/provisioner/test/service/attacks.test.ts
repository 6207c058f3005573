import { createUser, type KeyPair } from "@kchat/auth";
import type { NatsConnection } from "nats";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { requestCredentials } from "../../src/client/index.js";
import { inboxPrefix, type Provisioner, serveProvisioner } from "../../src/index.js";
import { encodeRequest } from "../../src/protocol/request.js";
import { type Statement, statementBytes } from "../../src/protocol/statement.js";
import {
  complaintsOf,
  connectAs,
  type Person,
  requester,
  service,
  startWorld,
  type World,
} from "../fixture.js";

const subject = "chat.req.access";
const quota = { perKey: { burst: 3, perMinute: 1 }, global: { burst: 40, perMinute: 1 } };

let world: World;
let provisioner: Provisioner;
let attacker: NatsConnection;
let person: Person;
let nowMs = Date.now();
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  nowMs = Date.now();
  provisioner = await serveProvisioner({
    connection: await connectAs(world, service(world)),
    account: world.accountJwt,
    signer: world.signer,
    quota,
    now: () => nowMs,
  });
  person = requester(world);
  attacker = await connectAs(world, person);
});
afterEach(() => Promise.all([provisioner.close(), attacker.close()]));

/** Makes a request as the protocol says, with one thing changed; signed by whom the attacker likes. */
function forge(user: KeyPair, changes: Partial<Statement> = {}, signer: KeyPair = user) {
  const statement: Statement = {
    subject,
    account: world.account,
    name: "wally",
    publicKey: user.getPublicKey(),
    at: nowMs,
    nonce: crypto.randomUUID(),
    ...changes,
  };
  const { name, publicKey, at, nonce } = statement;
  const signature = Buffer.from(signer.sign(statementBytes(statement))).toString("base64url");
  return { name, publicKey, proof: { at, nonce, signature } };
}

async function send(
  payload: Uint8Array | object,
): Promise<{ jwt?: string; error?: { code: string } }> {
  const bytes =
    payload instanceof Uint8Array ? payload : new TextEncoder().encode(JSON.stringify(payload));
  return (await attacker.request(subject, bytes, { timeout: 5000 })).json();
}

const codeOf = async (payload: Uint8Array | object) => (await send(payload)).error?.code;

describe("a proof", () => {
  it("works once: whoever recorded it gets nothing", async () => {
    const recorded = encodeRequest(forge(createUser()));
    expect(await send(recorded)).toHaveProperty("jwt");
    expect(await codeOf(recorded)).toBe("ERR_PROOF_REPLAYED");
    nowMs += 60_001;
    expect(await codeOf(recorded)).toBe("ERR_PROOF_EXPIRED");
  });

  it("works once among many that arrive at the same time", async () => {
    const recorded = encodeRequest(forge(createUser()));
    const replies = await Promise.all(Array.from({ length: 20 }, () => send(recorded)));
    expect(replies.filter((reply) => reply.jwt)).toHaveLength(1);
  });

  it("is refused when it is from too long ago or from the future", async () => {
    const user = createUser();
    expect(await codeOf(forge(user, { at: nowMs - 60_001 }))).toBe("ERR_PROOF_EXPIRED");
    expect(await codeOf(forge(user, { at: nowMs + 60_001 }))).toBe("ERR_PROOF_EXPIRED");
    expect(await send(forge(user, { at: nowMs - 60_000 }))).toHaveProperty("jwt");
  });

  it("proves nothing for somebody else's key", async () => {
    expect(await codeOf(forge(createUser(), {}, createUser()))).toBe("ERR_PROOF_INVALID");
  });

  it.each([
    ["another service", { subject: "chat.req.other" }],
    ["another account", { account: createUser().getPublicKey() }],
  ])("that was made for %s is refused", async (_, changes) => {
    expect(await codeOf(forge(createUser(), changes))).toBe("ERR_PROOF_INVALID");
  });

  it("can't be moved to another name, time or nonce", async () => {
    const request = forge(createUser());
    const { proof } = request;
    for (const moved of [
      { ...request, name: "mallory" },
      { ...request, proof: { ...proof, at: nowMs + 1 } },
      { ...request, proof: { ...proof, nonce: "m".repeat(22) } },
    ]) {
      expect(await codeOf(moved)).toBe("ERR_PROOF_INVALID");
    }
  });

  it("that fails spends no quota and reserves no name of its victim", async () => {
    const victim = createUser();
    for (let i = 0; i < 50; i++) {
      expect(await codeOf(forge(victim, {}, createUser()))).toBe("ERR_PROOF_INVALID");
    }
    expect(await send(forge(victim))).toHaveProperty("jwt");
  });
});

describe("a request", () => {
  it.each(["*", ">", "x.y", "x.>", "a b", "", "\u0000"])(
    "can't carry %j as a name",
    async (name) => {
      expect(await codeOf(forge(createUser(), { name }))).toBe("ERR_NAME_INVALID");
    },
  );

  it("can't carry another spelling of a key, which would dodge its revocation", async () => {
    const user = createUser();
    const publicKey = user.getPublicKey();
    // The last of 56 characters holds unused bits: changing them is another spelling of the same bytes.
    const spellings = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"].map(
      (last) => publicKey.slice(0, -1) + last,
    );
    for (const spelling of spellings.filter((text) => text !== publicKey)) {
      expect(await codeOf(forge(user, { publicKey: spelling }))).toBe("ERR_KEY_INVALID");
    }
  });

  it("is answered once each, whatever it holds", async () => {
    const inbox = `${inboxPrefix(person.keyPair.getPublicKey())}.count`;
    const replies: string[] = [];
    attacker.subscribe(`${inbox}.*`, { callback: (_, message) => replies.push(message.subject) });
    const payloads = [
      new Uint8Array(),
      new TextEncoder().encode("wally"),
      new TextEncoder().encode("{"),
      new TextEncoder().encode('{"name":""}'),
      encodeRequest(forge(createUser())),
    ];
    for (const [i, payload] of payloads.entries()) {
      attacker.publish(subject, payload, { reply: `${inbox}.${i}` });
    }
    await expect.poll(() => replies.length).toBe(payloads.length);
    await attacker.flush();
    expect([...replies].sort()).toEqual(payloads.map((_, i) => `${inbox}.${i}`));
  });

  it("of the tutorial's client, a bare name, is refused with a sentence that it prints", async () => {
    const reply = await attacker.request(subject, "wallyqs", { timeout: 5000 });
    expect(reply.string()).toMatch(/^-ERR '.*make a key.*'$/);
  });

  it("without a place for the answer does nothing", async () => {
    attacker.publish(subject, encodeRequest(forge(createUser(), { name: "silent" })));
    await attacker.flush();
    expect(await send(forge(createUser(), { name: "silent" }))).toHaveProperty("jwt");
    expect(provisioner.stats).toEqual({ received: 1, issued: 1, refused: 0 });
  });
});

describe("a flood", () => {
  it("of one key stops at its quota", async () => {
    const user = createUser();
    const replies = await Promise.all(Array.from({ length: 20 }, () => send(forge(user))));
    expect(replies.filter((reply) => reply.jwt)).toHaveLength(3);
    const [refused] = replies.filter((reply) => reply.error);
    expect(refused?.error).toMatchObject({ code: "ERR_QUOTA", retryAfterMs: 60_000 });
  });

  it("of fresh keys stops at the quota of all", async () => {
    const asks = Array.from({ length: 120 }, (_, i) =>
      send(forge(createUser(), { name: `flood${i}` })),
    );
    const replies = await Promise.all(asks);
    expect(replies.filter((reply) => reply.jwt)).toHaveLength(40);
    expect(new Set(replies.flatMap((reply) => reply.error?.code ?? []))).toEqual(
      new Set(["ERR_QUOTA"]),
    );
  });

  it("of 1 MiB of garbage each is refused unread, while others are served", async () => {
    const garbage = new Uint8Array(1024 * 1024).fill("{".charCodeAt(0));
    const floods = Array.from({ length: 50 }, () => codeOf(garbage));
    const honest = await connectAs(world, requester(world));
    const credentials = await requestCredentials({
      connection: honest,
      name: "honest",
      trust: world.trust,
    });
    expect(credentials.name).toBe("honest");
    expect(new Set(await Promise.all(floods))).toEqual(new Set(["ERR_TOO_LARGE"]));
    await honest.close();
  });
});

describe("a requester", () => {
  it("can't listen to another requester's inbox", async () => {
    const victim = requester(world);
    const connection = await connectAs(world, victim);
    const overheard: unknown[] = [];
    const refused: unknown[] = [];
    const spied = [
      `${inboxPrefix(victim.keyPair.getPublicKey())}.>`,
      "_INBOX.>",
      "_INBOX_>",
      ">",
      subject,
    ];
    for (const wanted of spied) {
      attacker.subscribe(wanted, {
        callback: (error, message) =>
          error ? refused.push(error) : overheard.push(message.subject),
      });
    }
    await attacker.flush();
    await expect.poll(() => refused.length).toBe(spied.length);
    await requestCredentials({ connection, name: "overheard", trust: world.trust });
    await attacker.flush();
    expect(overheard).toEqual([]);
    await connection.close();
  });

  it("can't forge a reply into another requester's inbox", async () => {
    const victim = requester(world);
    const connection = await connectAs(world, victim);
    const received: unknown[] = [];
    const inbox = `${inboxPrefix(victim.keyPair.getPublicKey())}.forged`;
    connection.subscribe(inbox, { callback: (_, message) => received.push(message.string()) });
    await connection.flush();
    const complaints = complaintsOf(attacker);
    attacker.publish(inbox, '{"jwt":"forged"}');
    await attacker.flush();
    await connection.flush();
    expect(received).toEqual([]);
    await expect
      .poll(() => complaints.join())
      .toMatch(/PERMISSIONS_VIOLATION|Permissions Violation/i);
    await connection.close();
  });
});

describe("stolen creds of the service", () => {
  let thief: NatsConnection;
  let victim: Person;
  let listener: NatsConnection;
  let received: string[];
  beforeEach(async () => {
    thief = await connectAs(world, service(world));
    victim = requester(world);
    listener = await connectAs(world, victim);
    received = [];
    const inbox = `${inboxPrefix(victim.keyPair.getPublicKey())}.>`;
    listener.subscribe(inbox, { callback: (_, message) => received.push(message.string()) });
    await listener.flush();
  });
  afterEach(() => Promise.all([thief.close(), listener.close()]));

  it("publish nothing on their own", async () => {
    const inbox = `${inboxPrefix(victim.keyPair.getPublicKey())}.x`;
    for (const target of [inbox, subject, "chat.posts.general"]) thief.publish(target, "forged");
    await thief.flush();
    await listener.flush();
    expect(received).toEqual([]);
    expect(provisioner.stats.received).toBe(0);
  });

  it("answer a request once, and nobody else on its occasion", async () => {
    await provisioner.close();
    const other = requester(world);
    const bystander = await connectAs(world, other);
    const bystanderInbox = `${inboxPrefix(other.keyPair.getPublicKey())}.x`;
    bystander.subscribe(bystanderInbox, { callback: () => received.push("bystander") });
    await bystander.flush();
    thief.subscribe(subject, {
      callback: (_, message) => {
        thief.publish(bystanderInbox, "elsewhere");
        message.respond("first");
        message.respond("second");
      },
    });
    await thief.flush();
    listener.publish(subject, "x", { reply: `${inboxPrefix(victim.keyPair.getPublicKey())}.y` });
    await expect.poll(() => received.length).toBeGreaterThan(0);
    await Promise.all([thief.flush(), bystander.flush()]);
    await listener.flush();
    expect(received).toEqual(["first"]);
    await bystander.close();
  });
});
