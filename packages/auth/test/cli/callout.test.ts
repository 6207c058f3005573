import { describe, expect, it } from "vitest";
import { createCurve } from "../../src/index.js";
import { connect } from "../resolver/clients.js";
import { Workbench } from "./workbench.js";

describe("kchat-auth edit callout", { timeout: 60_000 }, () => {
  it("makes a server ask the service about everybody but the service's own users", async () => {
    const bench = await Workbench.create();
    await bench.run("add account B");
    for (const user of ["guard", "wally"]) await bench.run(`add user ${user} --account A`);
    await bench.run("edit callout A --auth-user guard --allowed-account B");
    const { url } = await bench.serve();
    const guard = await connect({ url, creds: await bench.creds("guard") });
    const asked = new Promise((resolve) => {
      guard.subscribe("$SYS.REQ.USER.AUTH", {
        callback: (_, { data }) => resolve(data.length > 0),
      });
    });
    await guard.flush();
    // Nobody answers, so the server lets nobody in; some clients see its refusal, some the closed socket alone.
    const attempt = connect({ url, creds: await bench.creds("wally") });
    await expect(attempt).rejects.toThrow();
    expect(await asked).toBe(true);
  });

  it("adds, removes and switches off", async () => {
    const bench = await Workbench.create();
    await bench.run("add user guard --account A");
    const authorization = async () => (await bench.account()).nats.authorization;
    const xkey = createCurve().publicKey;
    await bench.run(`edit callout A --auth-user guard --allowed-account * --xkey ${xkey}`);
    const users = [(await bench.user("guard")).sub];
    expect(await authorization()).toEqual({ auth_users: users, allowed_accounts: ["*"], xkey });
    await bench.run("edit callout A --remove-allowed-account * --no-xkey");
    expect(await authorization()).toEqual({ auth_users: users });
    expect((await bench.attempt("edit callout A --remove-allowed-account *")).exitCode).toBe(1);
    await bench.run("edit callout A --off");
    expect(await authorization()).toEqual({});
  });
});
