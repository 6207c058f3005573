import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import {
  createAccount,
  createUser,
  decodeAccount,
  parseCreds,
  validateClaims,
} from "../../src/index.js";
import {
  addAccount,
  addOperator,
  addScope,
  addSigningKey,
  addUser,
  createStore,
  readAccount,
  readOperator,
  readTree,
  type Store,
} from "../../src/nsc/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";

const template = {
  pub: { allow: ["chat.>"] },
  sub: { allow: ["chat.dms.{{name()}}", "_INBOX_{{subject()}}.>"] },
};

async function storeWithAccount(): Promise<Store> {
  const store = await createStore(await temporaryDirectory());
  await addOperator(store, { name: "KO" });
  await addAccount(store, { name: "KUBECON" });
  return store;
}

describe("addOperator", () => {
  it("makes a strict operator whose system account a signing key signed", async () => {
    const store = await createStore(await temporaryDirectory());
    const { claims, created } = await addOperator(store, { name: "KO" });
    expect(created).toBe(true);
    expect(claims).toMatchObject({ name: "KO", iss: claims.sub });
    expect(claims.nats.strict_signing_key_usage).toBe(true);
    const system = await readAccount(store, { operator: "KO", account: "SYS" });
    expect(claims.nats.system_account).toBe(system.claims.sub);
    expect(claims.nats.signing_keys).toEqual([system.claims.iss]);
    expect(system.claims.nats.exports).toHaveLength(2);
    const { jwt, keyPair } = parseCreds(
      (await store.creds.read({ operator: "KO", account: "SYS", user: "sys" })) ?? "",
    );
    expect(jwt).toBe(await store.read({ operator: "KO", account: "SYS", user: "sys" }));
    expect(await store.keys.has(keyPair.getPublicKey())).toBe(true);
  });

  it("finds what is there and changes nothing", async () => {
    const store = await createStore(await temporaryDirectory());
    const first = await addOperator(store, { name: "KO" });
    const second = await addOperator(store, { name: "KO", strict: false, systemAccount: "OTHER" });
    expect(second).toEqual({ ...first, created: false });
    expect(await store.list({ operator: "KO" })).toEqual(["SYS"]);
  });

  it("issues later each time, so that no two tokens share their jti", async () => {
    const store = await createStore(await temporaryDirectory());
    const { claims } = await addOperator(store, { name: "KO", now: () => 1_795_218_342 });
    expect(claims.iat).toBe(1_795_218_343);
    const none = await addOperator(store, { name: "NS", systemAccount: false, strict: false });
    expect(none.claims.nats).not.toHaveProperty("system_account");
    expect(none.claims.nats).not.toHaveProperty("strict_signing_key_usage");
  });
});

describe("an interrupted run", () => {
  it("is completed by the next one: a missing system account, missing creds", async () => {
    const store = await createStore(await temporaryDirectory());
    const half = await addOperator(store, { name: "KO", systemAccount: false });
    const whole = await addOperator(store, { name: "KO" });
    expect(whole).toMatchObject({ created: false, claims: { sub: half.claims.sub } });
    const system = await readAccount(store, { operator: "KO", account: "SYS" });
    expect(whole.claims.nats.system_account).toBe(system.claims.sub);
    const sys = { operator: "KO", account: "SYS", user: "sys" };
    const creds = await store.creds.read(sys);
    await store.creds.remove(sys);
    await addUser(store, { account: "SYS", name: "sys" });
    expect(await store.creds.read(sys)).toBe(creds);
  });
});

describe("addAccount", () => {
  it("gives an account of a strict operator a key that may sign its users", async () => {
    const store = await storeWithAccount();
    const { claims } = await readAccount(store, { operator: "KO", account: "KUBECON" });
    expect(claims.nats.signing_keys).toHaveLength(1);
    expect(claims.nats.limits).toMatchObject({ conn: -1, subs: -1 });
    const user = await addUser(store, { account: "KUBECON", name: "wally" });
    expect(claims.nats.signing_keys).toEqual([user.claims.iss]);
    expect(user.claims.nats.issuer_account).toBe(claims.sub);
  });

  it("finds what is there and keeps its key", async () => {
    const store = await storeWithAccount();
    const first = await readAccount(store, { operator: "KO", account: "KUBECON" });
    const again = await addAccount(store, { name: "KUBECON", jetstream: { disk: -1 } });
    expect(again).toEqual({ ...first, created: false });
  });

  it("names the operators when there are several", async () => {
    const store = await storeWithAccount();
    await addOperator(store, { name: "OTHER" });
    await expect(addAccount(store, { name: "A" })).rejects.toMatchObject({
      code: "ERR_NOT_FOUND",
      message: expect.stringContaining("KO, OTHER"),
    });
    await expect(addAccount(store, { operator: "OTHER", name: "A" })).resolves.toBeTruthy();
  });

  it("refuses when no key at hand may sign, and leaves nothing behind", async () => {
    const store = await storeWithAccount();
    const { claims } = await readOperator(store, { operator: "KO" });
    for (const key of claims.nats.signing_keys ?? []) await store.keys.remove(key);
    const keys = await store.keys.list();
    await expect(addAccount(store, { name: "B" })).rejects.toMatchObject({
      code: "ERR_NO_PRIVATE_KEY",
    });
    expect(await store.list({ operator: "KO" })).toEqual(["KUBECON", "SYS"]);
    expect(await store.keys.list()).toEqual(keys);
  });

  it("takes signatures from outside the store", async () => {
    const store = await createStore(await temporaryDirectory());
    await addOperator(store, { name: "KO" });
    const asked: string[] = [];
    const signers = async (key: string) => {
      asked.push(key);
      const keyPair = await store.keys.get(key);
      return (
        keyPair && {
          publicKey: keyPair.publicKey,
          sign: async (data: Uint8Array) => keyPair.sign(data),
        }
      );
    };
    const { claims } = await addAccount(store, { name: "A", signers });
    expect(asked).toEqual([claims.iss]);
  });
});

describe("addSigningKey", () => {
  it("adds an unscoped key, and finds one that is there", async () => {
    const store = await storeWithAccount();
    const first = await addSigningKey(store, { account: "KUBECON" });
    expect(first.claims.nats.signing_keys).toContain(first.publicKey);
    const again = await addSigningKey(store, { account: "KUBECON", key: first.publicKey });
    expect(again).toEqual({ ...first, created: false });
  });

  it("takes a public key alone, and refuses one of another kind", async () => {
    const store = await storeWithAccount();
    const outside = createAccount().publicKey;
    await addSigningKey(store, { account: "KUBECON", key: outside });
    expect(await store.keys.has(outside)).toBe(false);
    const key = createUser().publicKey;
    await expect(addSigningKey(store, { account: "KUBECON", key })).rejects.toMatchObject({
      code: "ERR_KEY_KIND",
    });
  });
});

describe("addScope", () => {
  it("adds a role once", async () => {
    const store = await storeWithAccount();
    const first = await addScope(store, { account: "KUBECON", role: "member", template });
    expect(first.claims.nats.signing_keys).toContainEqual(
      expect.objectContaining({ kind: "user_scope", key: first.publicKey, role: "member" }),
    );
    const again = await addScope(store, { account: "KUBECON", role: "member", template });
    expect(again).toEqual({ ...first, created: false });
  });

  it("replaces the template of a role only when told to, and keeps its key", async () => {
    const store = await storeWithAccount();
    const first = await addScope(store, { account: "KUBECON", role: "member", template });
    const other = { account: "KUBECON", role: "member", template: { pub: { allow: ["x"] } } };
    await expect(addScope(store, other)).rejects.toMatchObject({ code: "ERR_EXISTS" });
    const updated = await addScope(store, { ...other, ifDifferent: "update" });
    expect(updated.publicKey).toBe(first.publicKey);
    expect(decodeAccount(updated.token).nats.signing_keys).toHaveLength(2);
  });
});

describe("addUser", () => {
  it("signs an empty user with a scope, and writes creds", async () => {
    const store = await storeWithAccount();
    const { publicKey } = await addScope(store, { account: "KUBECON", role: "member", template });
    const user = await addUser(store, { account: "KUBECON", name: "wally", signWith: "member" });
    expect(user.claims.iss).toBe(publicKey);
    expect(user.claims.nats).toMatchObject({ pub: {}, sub: {} });
    expect(user.claims.nats).not.toHaveProperty("subs");
    expect(await readFile(store.creds.path(user.address), "utf8")).toContain(user.token);
  });

  it("refuses permissions of its own under a scope", async () => {
    const store = await storeWithAccount();
    await addScope(store, { account: "KUBECON", role: "member", template });
    const permissions = { pub: { allow: [">"] } };
    await expect(
      addUser(store, { account: "KUBECON", name: "mallory", signWith: "member", permissions }),
    ).rejects.toMatchObject({ code: "ERR_SCOPED_USER" });
  });

  it.each(["*", ">", "a.b", "x.y.>"])(
    "refuses the name %j, which would widen the scope",
    async (name) => {
      const store = await storeWithAccount();
      await addScope(store, { account: "KUBECON", role: "member", template });
      await expect(
        addUser(store, { account: "KUBECON", name, signWith: "member" }),
      ).rejects.toMatchObject({ code: "ERR_TEMPLATE" });
      expect(await store.list({ operator: "KO", account: "KUBECON" })).toEqual([]);
    },
  );

  it("signs a key that the user made, and keeps no seed and no creds", async () => {
    const store = await storeWithAccount();
    const key = createUser().publicKey;
    const { claims, address } = await addUser(store, { account: "KUBECON", name: "wally", key });
    expect(claims.sub).toBe(key);
    expect(await store.keys.has(key)).toBe(false);
    expect(await store.creds.read(address)).toBeUndefined();
  });

  it("refuses permissions that servers refuse, and writes nothing", async () => {
    const store = await storeWithAccount();
    const permissions = { pub: { allow: ["a b c"] } };
    await expect(
      addUser(store, { account: "KUBECON", name: "wally", permissions }),
    ).rejects.toMatchObject({ code: "ERR_CLAIM_INVALID" });
    expect(await store.list({ operator: "KO", account: "KUBECON" })).toEqual([]);
  });
});

describe("readTree", () => {
  it("has everything, and everything in it is valid", async () => {
    const store = await storeWithAccount();
    await addUser(store, { account: "KUBECON", name: "wally" });
    const tree = await readTree(store);
    expect(tree.accounts.map(({ address, users }) => [address.account, users.length])).toEqual([
      ["KUBECON", 1],
      ["SYS", 1],
    ]);
    expect(validateClaims("operator", tree.operator.claims).issues).toEqual([]);
    for (const { claims, users } of tree.accounts) {
      expect(validateClaims("account", claims).issues).toEqual([]);
      for (const user of users) expect(validateClaims("user", user.claims).issues).toEqual([]);
    }
  });
});
