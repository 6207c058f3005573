import { startServer } from "@kchat/nats-server";
import { describe, expect, it } from "vitest";
import {
  cacheResolverConfig,
  createAccount,
  createOperator,
  encodeClaims,
  fullResolverConfig,
  memoryResolverConfig,
  newAccountClaims,
  newOperatorClaims,
  urlResolverConfig,
} from "../../src/index.js";
import { codeOf } from "../code-of.js";

const operatorKey = createOperator();
const system = createAccount();
// A name that would add settings if it were written into a comment as it is.
const name = 'A"\nport: 1\n';
const operator = encodeClaims(
  "operator",
  newOperatorClaims(operatorKey.publicKey, { name, nats: { system_account: system.publicKey } }),
  operatorKey,
);
const systemAccount = encodeClaims(
  "account",
  newAccountClaims(system.publicKey, { name }),
  operatorKey,
);

const settings = (text: string): string[] =>
  text.split("\n").filter((line) => line.trim() !== "" && !/^\s*(#|\/\/)/.test(line));

describe("resolver configuration", () => {
  it.each([
    ["memory", memoryResolverConfig({ operator, accounts: [systemAccount] })],
    ["full", fullResolverConfig({ operator, systemAccount, dir: "./accounts", allowDelete: true })],
    ["cache", cacheResolverConfig({ operator, systemAccount, ttl: "30m" })],
    ["URL", urlResolverConfig({ operator, url: "http://127.0.0.1:1/jwt/v1/accounts/" })],
  ])("of type %s is taken by a real server, whatever the names are", async (kind, config) => {
    if (kind === "URL") {
      // The server asks the URL for the system account when it starts, and nobody answers there.
      await expect(startServer({ config })).rejects.toThrow(/system account|fetch|refused/i);
      return;
    }
    const server = await startServer({ config });
    expect((await server.varz()).port).not.toBe(1);
    await server.stop();
  });

  it("has the settings of nsc for full and cache resolvers", () => {
    expect(settings(fullResolverConfig({ operator, systemAccount }))).toEqual([
      `operator: ${operator}`,
      `system_account: ${system.publicKey}`,
      "resolver {",
      "    type: full",
      "    dir: './jwt'",
      "    allow_delete: false",
      '    interval: "2m"',
      '    timeout: "1.9s"',
      "}",
      "resolver_preload: {",
      `    ${system.publicKey}: ${systemAccount},`,
      "}",
    ]);
    expect(settings(cacheResolverConfig({ operator, systemAccount })).slice(2, 7)).toEqual([
      "resolver {",
      "    type: cache",
      "    dir: './jwt'",
      '    ttl: "1h"',
      '    timeout: "1.9s"',
    ]);
  });

  it("refuses values that would break out of the text", () => {
    const code = "ERR_CLAIM_MALFORMED";
    const attacks = ["a'\nport: 1", "", "x\u0000"];
    for (const dir of attacks) {
      expect(codeOf(() => fullResolverConfig({ operator, systemAccount, dir }))).toBe(code);
    }
    for (const ttl of ['1h"\nport: 1', "1", ""]) {
      expect(codeOf(() => cacheResolverConfig({ operator, systemAccount, ttl }))).toBe(code);
    }
    for (const url of ["http://x)\nport: 1", "ftp://x/", "x"]) {
      expect(codeOf(() => urlResolverConfig({ operator, url }))).toBe(code);
    }
  });
});
