import { deepStrictEqual, equal, notEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import {
  checkTree,
  introduceKey,
  openStore,
  planRotation,
  readTree,
  reissue,
  reissueUser,
  retireKey,
  type Store,
} from "@kchat/auth/nsc";
import { proof, type Run, type Sandbox } from "./sandbox.js";

/** Identity keys are replaced by either program, and the other goes on. */
export const reissues = [
  proof(
    "nsc goes on, step for step, while we give its operator a new identity",
    async (sandbox) => {
      const { store, nsc } = await theirStore(sandbox);
      const before = await readTree(store);
      const plan = planRotation(before, { key: before.operator.claims.sub });
      deepStrictEqual(namesOf(plan.reissues), ["ACME", "SYS"]);
      const { newKey } = await introduceKey(store, plan);
      await agreeThatAllIsWell(store, nsc);
      await reissue(store, plan, newKey);
      await agreeThatAllIsWell(store, nsc);
      await retireKey(store, plan);
      await agreeThatAllIsWell(store, nsc);
      const { user, oldKey } = await reissueUser(store, {
        account: "ACME",
        user: "bob",
        revokeOld: true,
      });
      const described = await nsc(
        "describe",
        "user",
        "--account",
        "ACME",
        "--name",
        "bob",
        "--json",
      );
      deepStrictEqual(JSON.parse(described), user.claims);
      const revoked = await nsc("revocations", "list-users", "--account", "ACME");
      ok(revoked.includes(oldKey), revoked);
      // It finds every key that it needs to sign below the new identity.
      await nsc("add", "account", "LATER");
      await nsc("add", "user", "dave", "--account", "LATER");
      await agreeThatAllIsWell(store, nsc);
      const { accounts, operator } = await readTree(store);
      equal(operator.claims.sub, newKey);
      const later = accounts.find(({ address }) => address.account === "LATER");
      equal(later?.claims.iss, newKey);
    },
  ),

  proof("we go on where nsc gave the operator a new identity", async (sandbox) => {
    const { store, nsc } = await theirStore(sandbox);
    const old = (await readTree(store)).operator.claims.sub;
    await nsc("reissue", "operator", "--convert-to-signing-key");
    const converted = await readTree(store);
    const { sub: newKey, nats } = converted.operator.claims;
    notEqual(newKey, old);
    deepStrictEqual(nats.signing_keys, [old]);
    deepStrictEqual(problems(converted), []);
    // What nsc leaves to its user: the accounts that the old key signed, and the end of that key.
    const plan = planRotation(converted, { key: old });
    deepStrictEqual(namesOf(plan.reissues), ["ACME", "SYS"]);
    await reissue(store, plan, newKey);
    await retireKey(store, plan);
    await agreeThatAllIsWell(store, nsc);

    await nsc("reissue", "operator");
    const replaced = await readTree(store);
    notEqual(replaced.operator.claims.sub, newKey);
    deepStrictEqual(
      replaced.accounts.map(({ claims }) => claims.iss),
      [replaced.operator.claims.sub, replaced.operator.claims.sub],
    );
    deepStrictEqual(problems(replaced), []);
  }),
];

/** A store as nsc makes it when it is told nothing more: the identity key signs the accounts. */
async function theirStore(sandbox: Sandbox): Promise<{ store: Store; nsc: Run }> {
  const root = join(sandbox.home, "all");
  const nsc: Run = (...args) => sandbox.nsc()("--all-dirs", root, ...args);
  await nsc("add", "operator", "THEIRS", "--sys");
  await nsc("add", "account", "ACME");
  await nsc("add", "user", "bob", "--account", "ACME");
  return { store: await openStore(root), nsc };
}

async function agreeThatAllIsWell(store: Store, nsc: Run): Promise<void> {
  const tree = await readTree(store);
  deepStrictEqual(JSON.parse(await nsc("describe", "operator", "--json")), tree.operator.claims);
  deepStrictEqual(problems(tree), []);
  const report = await nsc("validate", "--all-accounts");
  equal(report.match(/No issues found/g)?.length, 1 + tree.accounts.length, report);
}

function problems(tree: Awaited<ReturnType<typeof readTree>>): string[] {
  return checkTree(tree).flatMap(({ errors }) => errors);
}

function namesOf(entries: readonly { readonly claims: { readonly name?: string | undefined } }[]) {
  return entries.map(({ claims }) => claims.name);
}
