import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCreds } from "@kchat/auth";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.js";
import { type TestTerminal, testTerminal, until } from "../fixtures/terminal.js";
import { startWorld, type World } from "../fixtures/world.js";

const ctrlC = "\u0003";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** Runs `kchat` in a terminal of its own. */
function kchat(...args: string[]) {
  const terminal = testTerminal();
  const { stdin, stdout } = terminal;
  let errors = "";
  const stderr = {
    write(text: string) {
      errors += text;
    },
  };
  const exit = run(["--server", world.server.url, ...args], { stdin, stdout, stderr });
  open.push(async () => {
    terminal.type(ctrlC);
    await exit;
  });
  return { terminal, exit, errors: () => errors };
}

/** Runs `kchat` and waits until it is there: two that join at the same moment take longer to see each other. */
async function joined(...args: string[]) {
  const member = kchat(...args);
  await sees(member.terminal, /connected/);
  return member;
}

async function provisioning() {
  const provisioner = await world.serveProvisioner();
  open.push(() => provisioner.drain());
  return provisioner;
}

async function sees(terminal: TestTerminal, text: RegExp): Promise<void> {
  await until(
    () => text.test(terminal.screen()),
    () => `${text}\n${terminal.screen()}`,
  );
}

describe("kchat", () => {
  it("lets two members talk on a real server, and vouches for their names", async () => {
    const alice = await joined("--creds", await world.memberCreds("alice"));
    const bob = await joined(
      "--creds",
      await world.memberCreds("bob"),
      "--channel",
      "General",
      "NATS",
    );
    await sees(alice.terminal, /●✓ bob/);
    await sees(bob.terminal, /●✓ alice/);
    alice.terminal.type("good morning\r");
    await sees(bob.terminal, /✓ alice +good morning/);
    bob.terminal.type("/dm alice for you alone\r");
    await sees(alice.terminal, /●✓ bob +•1/);
    alice.terminal.type("\u001ba");
    await sees(alice.terminal, /✓ bob +for you alone/);
  });

  it("shows a name that isn't the one in the credentials as not verified", async () => {
    const alice = await joined("--creds", await world.memberCreds("alice"));
    const mallory = await joined("--creds", await world.memberCreds("mallory"), "--name", "alice");
    await sees(alice.terminal, /●\? alice·/);
    await sees(mallory.terminal, /●✓ alice·/);
  });

  it("leaves properly: the others see it, the connection is closed, the exit code is 0", async () => {
    const alice = await joined("--creds", await world.memberCreds("alice"));
    const bob = await joined("--creds", await world.memberCreds("bob"));
    await sees(alice.terminal, /●✓ bob/);
    bob.terminal.type(ctrlC);
    expect(await bob.exit).toBe(0);
    await sees(alice.terminal, /○✓ bob/);
    const { connections } = await world.server.connz();
    expect(connections.length).toBe(1);
    expect(bob.errors()).toBe("");
  });

  it("says when the server goes away, and sends what was written meanwhile once it is back", async () => {
    const alice = await joined("--creds", await world.memberCreds("alice"));
    const bob = await joined("--creds", await world.memberCreds("bob"));
    await sees(bob.terminal, /●✓ alice/);
    const { connections } = await world.server.connz();
    expect(connections.length).toBe(2);
    {
      using _frozen = await world.server.freeze();
      alice.terminal.type("is anybody there?\r");
      await sees(alice.terminal, /is anybody there\?\n.*(sending|waiting)/);
    }
    await sees(bob.terminal, /alice +is anybody there\?/);
    await until(() => !/sending|waiting/.test(alice.terminal.screen()), alice.terminal.screen);
  });
});

describe("kchat with a provisioner", () => {
  it("asks for credentials, keeps them for itself alone, and uses them again", async () => {
    const provisioner = await provisioning();
    const file = join(world.folder, "wally.creds");
    const requester = await world.requesterCreds();
    const args = ["--creds", file, "--request-creds", requester, "--account", world.signer];
    const first = kchat(...args, "--name", "wally");
    await sees(first.terminal, /✓ wally · connected/);
    first.terminal.type(ctrlC);
    expect(await first.exit).toBe(0);
    await provisioner.drain();

    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(world.folder)).filter((name) => name.startsWith("wally"))).toEqual([
      "wally.creds",
    ]);
    const second = kchat("--creds", file);
    await sees(second.terminal, /✓ wally · connected/);
  });

  it("renews credentials that have expired, and keeps their key", async () => {
    await provisioning();
    const file = await world.memberCreds("nora", Date.now() - 7_200_000);
    const before = parseCreds(await readFile(file, "utf8"));
    const requester = await world.requesterCreds();
    const nora = kchat("--creds", file, "--request-creds", requester, "--account", world.signer);
    await sees(nora.terminal, /nora · connected/);
    const after = parseCreds(await readFile(file, "utf8"));
    expect(after.jwt).not.toBe(before.jwt);
    expect(after.keyPair.getPublicKey()).toBe(before.keyPair.getPublicKey());
  });

  it("believes no key that the person didn't name", async () => {
    await provisioning();
    const file = join(world.folder, "eve.creds");
    const eve = kchat(
      "--creds",
      file,
      "--request-creds",
      await world.requesterCreds(),
      "--name",
      "eve",
    );
    expect(await eve.exit).toBe(1);
    expect(eve.errors()).toMatch(/signed by A\w+, who is not trusted.*--account/);
    await expect(stat(file)).rejects.toThrow("ENOENT");
  });
});

describe("what a person can get wrong", () => {
  const problems: Readonly<Record<string, () => Promise<[string[], number, RegExp]>>> = {
    "no creds": async () => [[], 2, /--creds <file>/],
    "a flag that doesn't exist": async () => [
      ["--creds", "x", "--colour"],
      2,
      /unknown option '--colour'/,
    ],
    "an account that is no key": async () => [
      ["--creds", "x", "--account", "UABC"],
      2,
      /--account .* expected the public key of an account/,
    ],
    "a creds file that isn't there": async () => [
      ["--creds", join(world.folder, "none.creds")],
      2,
      /--creds .*none\.creds: there is no such file; --request-creds/,
    ],
    "a creds file that can't be read": async () => [
      ["--creds", world.folder],
      2,
      /--creds .*: can't be read/,
    ],
    "a creds file that is none": async () => {
      const file = join(world.folder, "letter.creds");
      await writeFile(file, "dear server");
      return [["--creds", file], 2, /letter\.creds: this is no creds file/];
    },
    "creds that have expired": async () => [
      ["--creds", await world.memberCreds("late", Date.now() - 7_200_000)],
      2,
      /late\.creds: these credentials have expired/,
    ],
    "a request without a name": async () => [
      [
        "--creds",
        join(world.folder, "none.creds"),
        "--request-creds",
        await world.requesterCreds(),
      ],
      2,
      /--name is missing/,
    ],
    "a request while no provisioner runs": async () => [
      [
        ...["--creds", join(world.folder, "none.creds"), "--name", "wally"],
        ...["--request-creds", await world.requesterCreds()],
      ],
      1,
      /no provisioner listens/,
    ],
    "creds of another server": async () => {
      await using other = await startWorld();
      return [["--creds", await movedTo(world, other)], 1, /refuses these credentials/];
    },
    "a server that isn't there": async () => [
      ["--creds", await world.memberCreds("wally"), "--server", "nats://127.0.0.1:1"],
      1,
      /no server answers at nats:\/\/127\.0\.0\.1:1/,
    ],
    "a space that can't be one": async () => [
      ["--creds", await world.memberCreds("wally"), "--space", "KUBE.CON"],
      1,
      /KUBE\.CON/,
    ],
  };

  it.each(Object.keys(problems))("is told in a sentence: %s", async (name) => {
    const [args, code, message] = (await problems[name]?.()) ?? [[], 0, /^$/];
    const { exit, errors, terminal } = kchat(...args);
    expect(await exit).toBe(code);
    expect(errors()).toMatch(message);
    expect(errors().trim().split("\n")).toHaveLength(1);
    expect(errors()).not.toMatch(/\bSU[A-Z2-7]{20}|\n +at /);
    expect(terminal.bytes()).toBe("");
  });

  it("is told before anything else when there is no terminal", async () => {
    const terminal = testTerminal();
    Object.assign(terminal.stdout, { isTTY: false });
    let errors = "";
    const stderr = { write: (text: string) => (errors += text) };
    const { stdin, stdout } = terminal;
    expect(await run(["--creds", "x"], { stdin, stdout, stderr })).toBe(1);
    expect(errors).toContain("its output is not one");
  });

  it("can be looked up", async () => {
    const terminal = testTerminal();
    const { stdin, stdout } = terminal;
    expect(await run(["--help"], { stdin, stdout, stderr: { write: () => {} } })).toBe(0);
    expect(terminal.bytes()).toContain("Examples:");
  });
});

/** The creds of a member of another server, in our folder. */
async function movedTo(here: World, other: World): Promise<string> {
  const file = join(here.folder, "foreign.creds");
  await writeFile(file, await readFile(await other.memberCreds("foreign"), "utf8"));
  return file;
}
