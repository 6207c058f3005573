import { once } from "node:events";
import { createServer } from "node:net";
import { freePorts } from "@kchat/nats-server";
import { expect, it } from "vitest";

it("finds as many different ports as it is asked for, below those that the system gives out", async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  expect(Math.min(...ports)).toBeGreaterThanOrEqual(10_000);
  expect(Math.max(...ports)).toBeLessThan(32_000);
});

it("passes over a port on which somebody listens", async () => {
  const [taken = 0, other = 0] = await freePorts(2);
  const listener = createServer().listen(taken, "127.0.0.1");
  await once(listener, "listening");
  try {
    const drawn = [taken, other].map((port) => (port - 10_000) / 22_000 + 1e-9);
    expect(await freePorts(1, { random: () => drawn.shift() ?? 0 })).toEqual([other]);
  } finally {
    listener.close();
  }
});

it("gives up on an address that isn't this machine's", async () => {
  // TEST-NET-3 of RFC 5737 belongs to nobody.
  await expect(freePorts(1, { host: "203.0.113.1" })).rejects.toMatchObject({
    code: "ERR_PORT_TAKEN",
    message: expect.stringContaining("203.0.113.1"),
  });
});
