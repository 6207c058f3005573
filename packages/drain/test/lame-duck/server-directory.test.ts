import type { ServerInfo } from "@kchat/drain";
import { describe, expect, it } from "vitest";
import { ServerDirectory } from "../../src/lame-duck/server-directory.js";

const info = (id: string, urls?: string[]): ServerInfo => ({
  server_id: id,
  server_name: id,
  version: "2.14.0",
  client_id: 1,
  max_payload: 1,
  ...(urls === undefined ? {} : { connect_urls: urls }),
});

describe("ServerDirectory", () => {
  it("prefers the servers that the leaving one announces, in the scheme of the seeds", () => {
    const directory = new ServerDirectory(["tls://a:4222"]);
    const announced = info("A", ["a:4222", "b:4222", "c:4222"]);
    expect(directory.others(announced, "a:4222")).toEqual(["tls://b:4222", "tls://c:4222"]);
  });

  it("falls back to the seeds where servers don't advertise", () => {
    const directory = new ServerDirectory(["nats://a:4222", "nats://b:4222"]);
    expect(directory.others(info("A"), "a:4222")).toEqual(["nats://b:4222"]);
    expect(directory.others(undefined, "b:4222")).toEqual(["nats://a:4222"]);
  });

  it("keeps the seeds for a renewal: behind a proxy nothing else may be reachable", () => {
    const directory = new ServerDirectory(["nats://localhost:4222"]);
    const announced = info("A", ["10.0.0.1:4222", "10.0.0.2:4222"]);
    expect(directory.all(announced)).toContain("nats://localhost:4222");
    expect(directory.all(announced)).toContain("nats://10.0.0.2:4222");
    expect(directory.all(undefined)).toEqual(["nats://localhost:4222"]);
  });

  it("offers the same address when there is no other: behind it may be a load balancer", () => {
    const directory = new ServerDirectory(["nats://service:4222"]);
    expect(directory.others(info("A"), "service:4222")).toEqual(["nats://service:4222"]);
  });
});
