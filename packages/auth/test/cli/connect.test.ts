import { describe, expect, it } from "vitest";
import { Workbench } from "./workbench.js";

describe("where kchat-auth push goes to", { timeout: 60_000 }, () => {
  it("is the operator's account server, or else where clients connect", async () => {
    const bench = await Workbench.create();
    const { url } = await bench.serve();
    await bench.run(`edit operator --account-server ${url}`);
    expect(await bench.run("push --account SYS")).toContain("1 server(s)");
    await bench.run(`edit operator --account-server https://accounts.example --service-url ${url}`);
    expect(await bench.run("push --account SYS")).toContain("1 server(s)");
  });

  it("is never this machine instead of what the operator names", async () => {
    const bench = await Workbench.create();
    await bench.run("edit operator --account-server https://accounts.example");
    expect(await bench.attempt("push")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("names no server with a nats:// or tls:// URL"),
    });
  });

  it("is nobody who offers no TLS where TLS is asked for", async () => {
    const bench = await Workbench.create();
    const { port } = await bench.serve();
    await bench.run(`edit operator --account-server tls://127.0.0.1:${port}`);
    expect(await bench.attempt("push")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("it offers no TLS"),
    });
  });
});
