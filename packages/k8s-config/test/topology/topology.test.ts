import { createAccount, createOperator } from "@kchat/auth";
import { describe, expect, it } from "vitest";
import { defineTopology, K8sConfigError, type Problem, TopologyError } from "../../src/index.js";
import { accountJwt, app, appJwt, input, operatorJwt, sys, sysJwt } from "../fixture.js";

/** What comes from a file has no type yet. */
function problemsOf(value: unknown): readonly Problem[] {
  try {
    defineTopology(value as Parameters<typeof defineTopology>[0]);
  } catch (error) {
    if (error instanceof TopologyError) return error.problems;
    throw error;
  }
  throw new Error("the topology is valid");
}

const found = (value: unknown) => problemsOf(value).map(({ rule, path }) => [rule, path.join(".")]);

describe("defineTopology", () => {
  it("fills in the ports and limits of the official chart", () => {
    const topology = defineTopology(input());
    expect(topology.listeners).toEqual({
      client: { port: 4222 },
      cluster: { port: 6222 },
      monitor: { port: 8222 },
    });
    expect(topology.limits).toEqual({
      maxPayload: "1Mi",
      maxConnections: 65_536,
      lameDuckSeconds: 30,
    });
    expect(topology.jetstream).toBeUndefined();
    expect(topology.warnings).toEqual([]);
  });

  it("names servers as the chart's pods are named", () => {
    const topology = defineTopology(input({ regions: [{ name: "ams", servers: 3 }] }));
    expect(topology.regions[0]?.servers).toEqual(["ams-nats-0", "ams-nats-1", "ams-nats-2"]);
  });

  it("reports every problem at once, each with its path", () => {
    const problems = found({
      name: "Kube Con",
      trust: { operator: "nonsense", accounts: [] },
      regions: [{ name: "3ams", servers: 4 }],
      listeners: {
        client: { port: 70_000 },
        monitor: { prot: 1 },
        websocket: { allowedOrigins: ["*"] },
      },
      jetstream: { maxFile: "1.5Gi", storeDir: "data" },
      limits: { maxPayload: "65Mi", lameDuckSeconds: 10 },
      gateways: [],
    });
    const expected = [
      ["unknown-key", "gateways"],
      ["invalid-name", "name"],
      ["invalid-jwt", "trust.operator"],
      ["invalid-name", "regions.0.name"],
      ["out-of-range", "regions.0.servers"],
      ["invalid-port", "listeners.client.port"],
      ["invalid-origin", "listeners.websocket.allowedOrigins.0"],
      ["unknown-key", "listeners.monitor.prot"],
      ["invalid-size", "jetstream.maxFile"],
      ["invalid-path", "jetstream.storeDir"],
      ["out-of-range", "limits.maxPayload"],
      ["out-of-range", "limits.lameDuckSeconds"],
    ];
    expect(problems).toHaveLength(expected.length);
    expect(problems).toEqual(expect.arrayContaining(expected));
  });

  it("is an error with a stable code, recognised across copies of the package", () => {
    const error = new TopologyError([]);
    expect(error.code).toBe("ERR_TOPOLOGY_INVALID");
    expect(K8sConfigError.isInstance(error)).toBe(true);
    expect(K8sConfigError.isInstance(new Error("other"))).toBe(false);
  });

  it.each([
    ["text", "x"],
    ["a list", []],
    ["a number", 5],
  ])("refuses %s in place of a topology", (_, value) => {
    expect(found(value)[0]).toEqual(["wrong-type", ""]);
  });

  it("refuses nothing at all", () => {
    expect(found(undefined)[0]).toEqual(["missing", ""]);
  });

  it.each(["x\n", "a b", 'a"; port: 1', "$HOME", "a.b", "A", "-a", "", "a".repeat(33), "\u0430ms"])(
    "refuses %j as the name of a region",
    (name) => {
      expect(found(input({ regions: [{ name, servers: 1 }] }))).toEqual([
        ["invalid-name", "regions.0.name"],
      ]);
    },
  );

  it("refuses several regions until it can render gateways", () => {
    const regions = [
      { name: "ams", servers: 1 },
      { name: "sgp", servers: 1 },
    ];
    expect(found(input({ regions }))).toEqual([["region-count", "regions"]]);
  });

  it("warns of two servers, which stand no loss", () => {
    const { warnings } = defineTopology(input({ regions: [{ name: "ams", servers: 2 }] }));
    expect(warnings.map(({ rule }) => rule)).toEqual(["even-cluster"]);
  });

  it("refuses two listeners on one port", () => {
    expect(found(input({ listeners: { client: { port: 8080 }, websocket: {} } }))).toEqual([
      ["port-conflict", "listeners.websocket.port"],
    ]);
  });

  it.each([
    "*",
    "chat.example.com",
    "wss://chat.example.com",
    "https://chat.example.com/",
    "https://chat.example.com/path",
    'https://a"b',
  ])("refuses %j as an origin", (origin) => {
    expect(found(input({ listeners: { websocket: { allowedOrigins: [origin] } } }))).toEqual([
      ["invalid-origin", "listeners.websocket.allowedOrigins.0"],
    ]);
  });

  it.each(["data", "/x # y", "/x: y", '/"', "/x\ny", "/$HOME", "/<< x >>", "/{{ x }}"])(
    "refuses %j as a directory, which the chart would copy into a template unquoted",
    (storeDir) => {
      expect(found(input({ jetstream: { maxFile: "1Gi", storeDir } }))).toEqual([
        ["invalid-path", "jetstream.storeDir"],
      ]);
    },
  );

  it("never shows control characters of what it refuses", () => {
    const [problem] = problemsOf(
      input({ regions: [{ name: "\u001b[2Jx\nerror: y", servers: 1 }] }),
    );
    expect(problem?.message).not.toMatch(/\p{Cc}/u);
  });
});

describe("trust", () => {
  const withAccounts = (...accounts: string[]) =>
    input({ trust: { operator: operatorJwt, accounts } });

  it("must be there, since servers without it are open to everybody", () => {
    const { trust: _, ...rest } = input();
    expect(found(rest)).toEqual([["missing", "trust"]]);
  });

  it("refuses an account that another operator signed", () => {
    const foreign = accountJwt(createAccount(), "FOREIGN", {}, createOperator());
    expect(found(withAccounts(sysJwt, foreign))).toEqual([["foreign-account", "trust.accounts.1"]]);
  });

  it("refuses an account JWT that was changed after it was signed", () => {
    const [header, body, signature] = appJwt.split(".");
    const changed = Buffer.from(
      Buffer.from(body ?? "", "base64url")
        .toString()
        .replace("KUBECON", "KUBEC0N"),
    ).toString("base64url");
    const forged = [header, changed, signature].join(".");
    expect(found(withAccounts(sysJwt, forged))).toEqual([["invalid-jwt", "trust.accounts.1"]]);
  });

  it("refuses an operator's JWT in place of an account's", () => {
    expect(found(withAccounts(sysJwt, operatorJwt))).toEqual([["invalid-jwt", "trust.accounts.1"]]);
  });

  it("refuses the same account twice", () => {
    expect(found(withAccounts(sysJwt, appJwt, appJwt))).toEqual([
      ["duplicate", "trust.accounts.2"],
    ]);
  });

  it("refuses an account that allows no connections", () => {
    const closed = accountJwt(app, "KUBECON", { conn: 0 });
    expect(found(withAccounts(sysJwt, closed))).toEqual([["no-connections", "trust.accounts.1"]]);
  });

  it("refuses to leave the system account out", () => {
    expect(found(withAccounts(appJwt))).toEqual([["system-account", "trust.accounts"]]);
  });

  it("refuses a system account that the operator does not name", () => {
    const trust = {
      operator: operatorJwt,
      accounts: [sysJwt, appJwt],
      systemAccount: app.getPublicKey(),
    };
    expect(found(input({ trust }))).toEqual([["system-account", "trust.systemAccount"]]);
  });

  it("refuses accounts that may use more than a server has", () => {
    const big = accountJwt(app, "KUBECON", { disk_storage: 2 ** 31, mem_storage: 1 });
    const changes = { trust: { operator: operatorJwt, accounts: [sysJwt, big] } };
    expect(found(input({ ...changes, jetstream: { maxFile: "1Gi" } }))).toEqual([
      ["jetstream-limits", "trust"],
      ["jetstream-limits", "trust"],
    ]);
  });

  it("refuses JetStream on the system account", () => {
    const streaming = accountJwt(sys, "SYS", { disk_storage: 1 });
    expect(found(withAccounts(streaming, appJwt))).toEqual([["jetstream-limits", "trust"]]);
  });
});
