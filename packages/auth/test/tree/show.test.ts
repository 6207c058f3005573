import { describe, expect, it } from "vitest";
import { createAccount, createOperator, encodeClaims, newAccountClaims } from "../../src/index.js";
import {
  addAccount,
  addOperator,
  addScope,
  addUser,
  checkTree,
  createStore,
  describeTree,
  drawTree,
  editAccount,
  readTree,
  reportExpiry,
  revoke,
  type Store,
} from "../../src/nsc/index.js";
import { withExport, withImport } from "../../src/sharing/edit-account.js";
import { exportStream } from "../../src/sharing/exports.js";
import { importStream } from "../../src/sharing/imports.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";

const NOW = 1_795_218_342;
const now = () => NOW;
const DAY = 86_400;

async function example(): Promise<Store> {
  const store = await createStore(await temporaryDirectory());
  await addOperator(store, { name: "KO", now });
  const synadia = await addAccount(store, { name: "SYNADIA", now });
  await addAccount(store, { name: "CNCF", expiresAt: NOW + 30 * DAY, now });
  const status = exportStream({ subject: "status.>", access: "anyone" });
  await editAccount(store, {
    account: "SYNADIA",
    now,
    change: (claims) => withExport(claims, status),
  });
  const wanted = importStream({ from: synadia.claims.sub, subject: "status.>" });
  await editAccount(store, {
    account: "CNCF",
    now,
    change: (claims) => withImport(claims, wanted),
  });
  const template = { sub: { allow: ["_INBOX_{{subject()}}.>"] } };
  await addScope(store, { account: "CNCF", role: "member", template, now });
  await addUser(store, {
    account: "CNCF",
    name: "wally",
    signWith: "member",
    expiresAt: NOW + 7 * DAY,
    now,
  });
  return store;
}

describe("describeTree", () => {
  it("shows one account alone, and still names the system account", async () => {
    const text = describeTree(await readTree(await example()), { account: "CNCF" });
    expect(text).toMatch(/system account {2}SYS A/);
    expect(text.match(/^account .*/gm)).toEqual(["account CNCF"]);
  });

  it("shows who there is, who signed whom, and what is shared", async () => {
    const tree = await readTree(await example());
    const text = describeTree(tree);
    expect(text).toMatch(/^operator KO\n/);
    expect(text).toContain("exports         stream status.> (public)");
    expect(text).toMatch(/imports {9}stream status\.> from A[A-Z2-7]{55}\n/);
    expect(text).toContain("signed by       scope member");
    expect(text).toContain("expires         2026-11-27T23:45:42Z");
    expect(text).not.toMatch(/undefined|\[object/);
  });

  it("shows a revoked user as revoked", async () => {
    const store = await example();
    await revoke(store, { account: "CNCF", target: { name: "wally" }, now });
    expect(describeTree(await readTree(store))).toMatch(/user wally\n(.*\n)*? {4}revoked {9}yes\n/);
  });

  it("shows control characters of a stranger's token as escapes", async () => {
    const store = await example();
    const operator = createOperator();
    const claims = newAccountClaims(createAccount().publicKey, {
      name: "x",
      nats: { description: "\u001b[2J\u202egpj.exe\nuser root" },
    });
    await store.write({ operator: "KO", account: "X" }, encodeClaims("account", claims, operator));
    const text = describeTree(await readTree(store));
    expect(text).toContain("\\u{1b}[2J\\u{202e}gpj.exe\\u{a}user root");
    expect(text).not.toContain("\u001b");
  });
});

describe("drawTree", () => {
  it("draws accounts, scopes, users and what they share", async () => {
    const picture = drawTree(await readTree(await example()));
    expect(picture.split("\n")).toEqual([
      "flowchart LR",
      '  op{{"operator KO"}}',
      '  a0["account CNCF"]',
      "  op --> a0",
      '  a0s0[/"scope member"/]',
      "  a0 --> a0s0",
      '  a0u0("wally")',
      "  a0s0 --> a0u0",
      '  a1["account SYNADIA"]',
      "  op --> a1",
      '  a2["system account SYS"]',
      "  op --> a2",
      '  a2u0("sys")',
      "  a2 --> a2u0",
      '  a1 -. "stream status.#62;" .-> a0',
      "",
    ]);
  });

  it("lets no name add a line, a link or markup", async () => {
    const store = await createStore(await temporaryDirectory());
    const name = 'a"] --> op; click a0 "javascript:x" <b> #quot; `x`';
    await addOperator(store, { name: "KO", now });
    await addAccount(store, { name, now });
    const lines = drawTree(await readTree(store)).split("\n");
    expect(lines).toHaveLength(9);
    const node = lines.find((line) => line.includes("javascript")) ?? "";
    expect(node).toMatch(/^ {2}a\d\["[^"<`;]*(#\d+;[^"<`;]*)*"\]$/);
  });
});

describe("reportExpiry", () => {
  it("lists what expires, soonest first, within a time", async () => {
    const tree = await readTree(await example());
    const all = reportExpiry(tree, { now: NOW });
    expect(all.map(({ what, secondsLeft }) => [what, secondsLeft])).toEqual([
      ["KO/CNCF/wally", 7 * DAY],
      ["KO/CNCF", 30 * DAY],
    ]);
    expect(reportExpiry(tree, { now: NOW, withinSeconds: 8 * DAY })).toHaveLength(1);
    expect(reportExpiry(tree, { now: NOW + 40 * DAY })[0]?.secondsLeft).toBe(-33 * DAY);
  });
});

describe("checkTree", () => {
  it("has nothing against a tree that we made", async () => {
    const reports = checkTree(await readTree(await example()), NOW + 60);
    expect(reports.flatMap(({ errors }) => errors)).toEqual([]);
    expect(reports.map(({ what }) => what)).toEqual([
      "KO",
      "KO/CNCF",
      "KO/CNCF/wally",
      "KO/SYNADIA",
      "KO/SYS",
      "KO/SYS/sys",
    ]);
  });

  it("finds what a stranger signed", async () => {
    const store = await example();
    const stranger = createOperator();
    const claims = newAccountClaims(createAccount().publicKey, { name: "X" });
    await store.write({ operator: "KO", account: "X" }, encodeClaims("account", claims, stranger));
    const report = checkTree(await readTree(store), NOW).find(({ what }) => what === "KO/X");
    expect(report?.errors).toContainEqual(expect.stringContaining("not signed by its operator"));
  });

  it("finds what has expired, and an import whose export is gone", async () => {
    const store = await example();
    const errors = (at: number) => async () =>
      checkTree(await readTree(store), at).flatMap((report) => report.errors);
    expect(await errors(NOW + 8 * DAY)()).toEqual(["claim is expired"]);
    await store.remove({ operator: "KO", account: "SYNADIA" });
    expect(await errors(NOW + 60)()).toEqual([
      expect.stringContaining("is not among the accounts"),
    ]);
  });
});
