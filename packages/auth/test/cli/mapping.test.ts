import { describe, expect, it } from "vitest";
import { connect } from "../resolver/clients.js";
import { Workbench } from "./workbench.js";

describe("kchat-auth add and delete mapping", { timeout: 60_000 }, () => {
  it("lets a server send what is published to one subject to another", async () => {
    const bench = await Workbench.create();
    await bench.run("add user u --account A");
    await bench.run("add mapping orders.* orders.v2.$1 --account A");
    const { url } = await bench.serve();
    const connection = await connect({ url, creds: await bench.creds("u") });
    const heard: string[] = [];
    connection.subscribe("orders.>", { callback: (_, { subject }) => heard.push(subject) });
    connection.publish("orders.7", "");
    await connection.flush();
    await expect.poll(() => heard, { timeout: 15_000 }).toEqual(["orders.v2.7"]);
  });

  it("weighs destinations, by cluster too, and takes them away one by one or all at once", async () => {
    const bench = await Workbench.create();
    const mappings = async () => (await bench.account()).nats.mappings;
    await bench.run("add mapping a b --account A --weight 40");
    await bench.run("add mapping a c --account A --weight 70 --cluster east");
    await bench.run("add mapping a b --account A --weight 60");
    expect(await mappings()).toEqual({
      a: [
        { subject: "c", weight: 70, cluster: "east" },
        { subject: "b", weight: 60 },
      ],
    });
    expect(await bench.attempt("add mapping a d --account A --weight 41")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("exceeds 100%"),
    });
    expect(await bench.run("describe --account A")).toContain("a to c (70 % in cluster east)");
    await bench.run("delete mapping a c --account A");
    expect(await mappings()).toEqual({ a: [{ subject: "b", weight: 60 }] });
    await bench.run("delete mapping a --account A");
    expect(await mappings()).toBeUndefined();
  });

  it("is not misled by the name of a subject", async () => {
    const bench = await Workbench.create();
    for (const from of ["constructor", "__proto__"]) {
      expect((await bench.attempt(`delete mapping ${from} --account A`)).exitCode).toBe(1);
      await bench.run(`add mapping ${from} b --account A`);
      expect(await bench.run("describe --account A")).toContain(`${from} to b (100 %)`);
      await bench.run(`delete mapping ${from} --account A`);
    }
  });
});
