import { deepStrictEqual, equal, match } from "node:assert/strict";
import { readTree } from "@kchat/auth/nsc";
import { ourStore } from "./our-store.js";
import { proof } from "./sandbox.js";

/** nsc reads what we wrote, to the member; what it edits, we read. */
export const readsOurs = [
  proof("nsc describes every entity of a store that we wrote as we do", async (sandbox) => {
    const { store, nsc } = await ourStore(sandbox);
    const { operator, accounts } = await readTree(store);
    const described = async (...args: string[]) =>
      JSON.parse(await nsc("describe", ...args, "--json"));
    deepStrictEqual(await described("operator"), operator.claims);
    let users = 0;
    for (const account of accounts) {
      deepStrictEqual(await described("account", account.address.account), account.claims);
      for (const user of account.users) {
        const named = ["user", "--account", account.address.account, "--name", user.address.user];
        deepStrictEqual(await described(...named), user.claims);
        users += 1;
      }
    }
    deepStrictEqual([accounts.length, users], [2, 3]);
  }),

  proof(
    "nsc finds nothing wrong with a store that we wrote, and every key in it",
    async (sandbox) => {
      const { nsc } = await ourStore(sandbox);
      const report = await nsc("validate", "--all-accounts");
      equal(report.match(/No issues found/g)?.length, 3, report);
      const rows = (await nsc("list", "keys", "--all"))
        .split("\n")
        .filter((row) => /[OAU][A-Z2-7]{55}/.test(row));
      // Every row ends in a star: nsc has the seed.
      deepStrictEqual([rows.length, rows.filter((row) => !/\*\s*\|$/.test(row))], [10, []]);
    },
  ),

  proof("nsc edits a store that we wrote, and we read every change", async (sandbox) => {
    const { store, nsc } = await ourStore(sandbox);
    await nsc("add", "account", "CNCF");
    await nsc("add", "export", "--account", "CNCF", "--name", "status", "--subject", "status.>");
    await nsc("edit", "account", "KUBECON", "--conns", "7");
    await nsc("add", "user", "dora", "--account", "KUBECON", "-K", "member");
    await nsc("delete", "user", "wally", "--account", "KUBECON", "--revoke");
    const { accounts } = await readTree(store);
    deepStrictEqual(
      accounts.map(({ address, users }) => [
        address.account,
        users.map((user) => user.address.user),
      ]),
      [
        ["CNCF", []],
        ["KUBECON", ["chat-access", "dora"]],
        ["SYS", ["sys"]],
      ],
    );
    const [cncf, kubecon] = accounts;
    equal(cncf?.claims.nats.exports?.[0]?.subject, "status.>");
    equal(kubecon?.claims.nats.limits?.conn, 7);
    equal(Object.keys(kubecon?.claims.nats.revocations ?? {}).length, 1);
    const dora = await store.creds.read({ operator: "KO", account: "KUBECON", user: "dora" });
    match(dora ?? "", /BEGIN NATS USER JWT/);
  }),
];
