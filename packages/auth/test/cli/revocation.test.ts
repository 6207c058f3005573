import { describe, expect, it } from "vitest";
import { connect } from "../resolver/clients.js";
import { Workbench } from "./workbench.js";

describe("kchat-auth revoke --until, and delete revocation", { timeout: 60_000 }, () => {
  it("revokes what was issued until then, and lets the user in again when it is taken back", async () => {
    const bench = await Workbench.create();
    await bench.run("add user wally --account A");
    await bench.run("revoke --everyone --account A --until 1h");
    await bench.run("revoke wally --account A");
    await refused(bench);
    await bench.run("delete revocation wally --account A");
    // Issued after what everyone's revocation reaches.
    expect(Object.keys((await bench.account()).nats.revocations ?? {})).toEqual(["*"]);
    const { url } = await bench.serve();
    await (await connect({ url, creds: await bench.creds("wally") })).flush();
    await bench.run("delete revocation --everyone --account A");
    expect((await bench.account()).nats).not.toHaveProperty("revocations");
  });
});

async function refused(bench: Workbench): Promise<void> {
  const { url } = await bench.serve();
  const attempt = connect({ url, creds: await bench.creds("wally") });
  await expect(attempt).rejects.toThrow(/authorization/i);
}
