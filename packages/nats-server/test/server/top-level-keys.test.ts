import { describe, expect, it } from "vitest";
import { topLevelKeys } from "../../src/server/top-level-keys.js";

describe("topLevelKeys", () => {
  it.each([
    ["port: 4222", ["port"]],
    ["port=4222\nhttp 8222", ["port", "http"]],
    ["Listen: 127.0.0.1:4222", ["listen"]],
    ["cluster { port: 6222 }", ["cluster"]],
    ["cluster {\n port: 6222\n}\nname: x", ["cluster", "name"]],
    ["# port: 1\n// port: 2\nhost: h", ["host"]],
    ['server_name: "port: 1"', ["server_name"]],
    ["tags: [port, http]", ["tags"]],
    ['{"port": 4222, "cluster": {"name": "c"}}', ["port", "cluster"]],
    ["{\n port: 4222,\n http: 8222\n}", ["port", "http"]],
    ["a: b; port: 3", ["a", "port"]],
    ["a: {b: c} port: 3", ["a", "port"]],
    ["", []],
    ["}}}} {{{{ [[", []],
  ])("reads %j", (text, keys) => {
    expect([...topLevelKeys(text)]).toEqual(keys);
  });

  it("stays linear on hostile text", () => {
    const started = performance.now();
    topLevelKeys('"\\'.repeat(200_000));
    topLevelKeys("{".repeat(500_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
