import { describe, expect, it } from "vitest";
import { type AccountKey, createAccount, encodeClaims, newAccountClaims } from "../../src/index.js";
import { readOperator } from "../../src/nsc/index.js";
import { heldAccounts, push, type ResolverConnection } from "../../src/resolver/index.js";
import { startFullResolver } from "./full-resolver.js";

/** The same connection, counting the inboxes that are open. */
function counting(connection: ResolverConnection) {
  const inboxes = { open: 0, most: 0 };
  const subscribe: ResolverConnection["subscribe"] = (subject) => {
    const subscription = connection.subscribe(subject);
    let isOpen = true;
    inboxes.open += 1;
    inboxes.most = Math.max(inboxes.most, inboxes.open);
    return {
      [Symbol.asyncIterator]: () => subscription[Symbol.asyncIterator](),
      unsubscribe: () => {
        if (isOpen) inboxes.open -= 1;
        isOpen = false;
        subscription.unsubscribe();
      },
    };
  };
  const publish: ResolverConnection["publish"] = (...message) => connection.publish(...message);
  return { connection: { subscribe, publish }, inboxes };
}

describe("heldAccounts, of a full resolver with sixty accounts", () => {
  it("asks for sixteen at once, and answers in the order of the keys", async () => {
    const { store, operator, pusher } = await startFullResolver();
    const { claims } = await readOperator(store, { operator: "KO" });
    const signer = await store.keys.get(claims.nats.signing_keys?.[0] ?? "");
    if (signer === undefined) throw new Error("the fixture's operator has no signing key");
    const tokens = new Map<AccountKey, string>();
    for (let index = 0; index < 60; index += 1) {
      const { publicKey } = createAccount();
      const account = newAccountClaims(publicKey, { name: `A${index}` });
      tokens.set(publicKey, encodeClaims("account", account, signer));
    }
    const own = await pusher();
    const { connection, inboxes } = counting(own);
    const { inboxPrefix } = own;
    const accounts = [...tokens.values()];
    const report = await push(connection, { operator: await operator(), accounts, inboxPrefix });
    expect(report.complete).toBe(true);
    expect(inboxes.most).toBe(1);

    const held = await heldAccounts(connection, { inboxPrefix });
    expect(inboxes).toEqual({ open: 0, most: 16 });
    const keys = held.accounts.map(({ account }) => account);
    expect(keys).toEqual([...tokens.keys(), claims.nats.system_account].sort());
    for (const { account, copies } of held.accounts) {
      expect(copies).toMatchObject([{ servers: 1, claims: { sub: account } }]);
      if (tokens.has(account)) expect(copies[0]?.token).toBe(tokens.get(account));
    }
  });

  it("leaves nothing open once one account could not be had, and says why", async () => {
    const { pusher } = await startFullResolver();
    const own = await pusher([]);
    const { connection, inboxes } = counting(own);
    const options = { inboxPrefix: own.inboxPrefix, timeoutMs: 300 };
    await expect(heldAccounts(connection, options)).rejects.toMatchObject({ code: "ERR_RESOLVER" });
    expect(inboxes.open).toBe(0);
  });
});
