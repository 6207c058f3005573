import { beforeEach, describe, expect, it } from "vitest";
import { publishing, Workbench } from "./workbench.js";

const DAY = 86_400;
let bench: Workbench;
beforeEach(async () => {
  bench = await Workbench.create();
});

describe("kchat-auth edit user", { timeout: 60_000 }, () => {
  it("adds to lists and takes out of them, and leaves what it isn't told of", async () => {
    await bench.run(
      'add user u --account A --allow-pub a --deny-pub b --allow-sub "q work" --source 10.0.0.0/8 --tag Team:Blue',
    );
    await bench.run(
      "edit user u --account A --allow-pub c --remove b --tag x:y --remove-tag TEAM:blue",
    );
    await bench.run(
      "edit user u --account A --time 08:00-17:30 --time-zone Europe/Berlin --data 64k",
    );
    expect((await bench.user("u")).nats).toMatchObject({
      pub: { allow: ["a", "c"] },
      sub: { allow: ["q work"] },
      src: ["10.0.0.0/8"],
      tags: ["x:y"],
      times: [{ start: "08:00:00", end: "17:30:00" }],
      times_location: "Europe/Berlin",
      data: 64_000,
    });
    expect((await bench.user("u")).nats.pub).not.toHaveProperty("deny");
    await bench.run("edit user u --account A --remove-time 08:00-17:30 --remove-source 10.0.0.0/8");
    const { nats } = await bench.user("u");
    expect([nats.times, nats.src]).toEqual([undefined, undefined]);
  });

  it("takes a misspelled removal for a mistake, and changes nothing", async () => {
    await bench.run("add user u --account A --allow-pub secret.plans");
    const before = await bench.user("u");
    for (const flag of ["--remove secret.plan", "--remove-tag a", "--remove-source 10.0.0.0/8"]) {
      expect(await bench.attempt(`edit user u --account A ${flag}`)).toMatchObject({ exitCode: 1 });
    }
    expect(await bench.user("u")).toEqual(before);
  });

  it("gives replies two minutes unless told otherwise, and takes the leave away", async () => {
    const [minutes, seconds] = [120_000_000_000, 5_000_000_000];
    await bench.run("add user u --account A --allow-responses 1");
    expect((await bench.user("u")).nats.resp).toEqual({ max: 1, ttl: minutes });
    await bench.run("edit user u --account A --response-ttl 5s");
    await bench.run("edit user u --account A --allow-responses 3");
    expect((await bench.user("u")).nats.resp).toEqual({ max: 3, ttl: seconds });
    await bench.run("edit user u --account A --no-responses");
    expect((await bench.user("u")).nats).not.toHaveProperty("resp");
  });

  it("bounds validity by months, years and dates, and opens it again", async () => {
    const now = Math.floor(Date.now() / 1000);
    await bench.run("add user u --account A --expires 1y --start 2020-01-31");
    const { exp = 0, nbf } = await bench.user("u");
    expect(Math.abs(exp - now - 365 * DAY)).toBeLessThan(2 * DAY);
    expect(nbf).toBe(Date.UTC(2020, 0, 31) / 1000);
    await bench.run("edit user u --account A --expires never --start now");
    expect(await bench.user("u")).not.toHaveProperty("exp");
    expect(await bench.user("u")).not.toHaveProperty("nbf");
  });

  it("issues no bearer for ever, though it had an end before", async () => {
    await bench.run("add user kiosk --account A --bearer --expires 8h");
    expect(await bench.attempt("edit user kiosk --account A --expires never")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("bearer-without-expiry"),
    });
    await bench.run("edit user kiosk --account A --no-bearer --expires never");
    expect((await bench.user("kiosk")).nats).not.toHaveProperty("bearer_token");
  });
});

describe("kchat-auth edit user --sign-with", { timeout: 60_000 }, () => {
  it("saves users whose signing key was stolen and is gone, with no more rights than before", async () => {
    await bench.run("add scope member --account A --allow-pub chat.>");
    await bench.run("add user wally --account A --sign-with member");
    await bench.run("add user plain --account A --allow-pub plain.>");
    await bench.run("rotate member --account A --apply retire --even-if-used");
    for (const line of ["edit user wally --account A", "reissue user wally --account A"]) {
      expect(await bench.attempt(line)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining("--sign-with"),
      });
    }
    // Under a key without a scope a user without permissions may do everything.
    const [key] = (await bench.account()).nats.signing_keys ?? [];
    expect(await bench.attempt(`edit user wally --account A --sign-with ${key}`)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("might do everything"),
    });
    await bench.run("add scope guest --account A --allow-pub lobby.>");
    await bench.run("edit user wally --account A --sign-with guest");
    await bench.run("edit user plain --account A --sign-with guest --remove plain.>");
    const server = await bench.serve();
    for (const user of ["wally", "plain"]) {
      const subjects = publishing("chat.x", "plain.x", "lobby.x");
      expect(await bench.ask(server, user, subjects)).toEqual([false, false, true]);
    }
    await bench.run(`edit user wally --account A --sign-with ${key} --allow-pub chat.>`);
    expect(await bench.ask(server, "wally", publishing("chat.x", "lobby.x"))).toEqual([
      true,
      false,
    ]);
  });

  it("lets nobody keep permissions of its own under a scope", async () => {
    await bench.run("add scope guest --account A --allow-pub lobby.>");
    await bench.run("add user plain --account A --allow-pub plain.>");
    expect(await bench.attempt("edit user plain --account A --sign-with guest")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("no permissions or limits"),
    });
  });

  it("moves users away from an identity key that a strict operator forbids", async () => {
    const open = await Workbench.create("--no-strict");
    await open.run("add user wally --account A --allow-pub a");
    await open.run("add user walid --account A --allow-pub a");
    expect((await open.user("wally")).iss).toBe((await open.account()).sub);
    await open.run("add signing-key --account A");
    await open.run("edit operator --strict");
    await open.run("edit account A");
    await open.run("edit user wally --account A");
    await open.run("reissue user walid --account A");
    const server = await open.serve();
    for (const user of ["wally", "walid"]) {
      expect(await open.ask(server, user, publishing("a", "b"))).toEqual([true, false]);
    }
  });
});

describe("kchat-auth edit scope", { timeout: 60_000 }, () => {
  it("changes a role where it stands, and its users get no more than it says", async () => {
    await bench.run("add scope member --account A --allow-pub chat.> --allow-sub _INBOX.>");
    await bench.run("add user wally --account A --sign-with member");
    await bench.run(
      "edit scope member --account A --allow-pub polls.> --remove chat.> --role guest",
    );
    expect((await bench.account()).nats.signing_keys).toContainEqual(
      expect.objectContaining({
        role: "guest",
        template: expect.objectContaining({
          pub: { allow: ["polls.>"] },
          sub: { allow: ["_INBOX.>"] },
        }),
      }),
    );
    const server = await bench.serve();
    expect(await bench.ask(server, "wally", publishing("chat.all", "polls.all"))).toEqual([
      false,
      true,
    ]);
  });

  it("lets no tag that is there, or comes later, widen a template", async () => {
    await bench.run("add scope member --account A --allow-pub lobby");
    await bench.run("add user wally --account A --sign-with member --tag room:*");
    const widening = "--account A --allow-pub rooms.{{tag(room)}}";
    for (const line of [`edit scope member ${widening}`, `add scope member ${widening} --update`]) {
      expect(await bench.attempt(line)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(/does not suit wally.*would grant "rooms\.\*"/),
      });
    }
    await bench.run("edit user wally --account A --remove-tag room:* --tag room:blue");
    await bench.run(`edit scope member ${widening}`);
    const attack = await bench.attempt("edit user wally --account A --tag room:>");
    expect(attack).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('would grant "rooms.>"'),
    });
    const server = await bench.serve();
    const rooms = publishing("rooms.blue", "rooms.red", "lobby");
    expect(await bench.ask(server, "wally", rooms)).toEqual([true, false, true]);
  });

  it("lets no tag of the account widen a template either", async () => {
    await bench.run("edit account A --tag room:blue");
    await bench.run("add scope member --account A --allow-pub rooms.{{account-tag(room)}}");
    await bench.run("add user wally --account A --sign-with member");
    expect(await bench.attempt("edit account A --tag room:>")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('would grant "rooms.>"'),
    });
  });

  it("refuses to call two roles the same, and to change a key without a scope", async () => {
    for (const role of ["one", "two"])
      await bench.run(`add scope ${role} --account A --allow-pub x`);
    expect(await bench.attempt("edit scope one --account A --role two")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("another scope with the role two"),
    });
    const plain = (await bench.account()).nats.signing_keys?.find((key) => typeof key === "string");
    expect(await bench.attempt(`edit scope ${plain} --account A --subs 1`)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("without a scope"),
    });
  });
});
