import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  AuthError,
  createAccount,
  createCurve,
  createUser,
  fromPublic,
  fromRawSeed,
  fromSeed,
  type KeyPair,
} from "../../src/index.js";

const data = new TextEncoder().encode("hi");
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (AuthError.isInstance(error)) return error.code;
    throw error;
  }
  return "done";
};

describe("a key pair's secret", () => {
  it("is gone after clear()", () => {
    for (const pair of [createUser(), createCurve()]) {
      pair.clear();
      pair.clear();
      const uses: ((pair: KeyPair) => unknown)[] = [
        (p) => p.getSeed(),
        (p) => p.getPrivateKey(),
        (p) => p.getPublicKey(),
        (p) => p.publicKey,
      ];
      for (const use of uses) expect(codeOf(() => use(pair))).toBe("ERR_KEY_CLEARED");
    }
    const user = createUser();
    user.clear();
    expect(codeOf(() => user.sign(data))).toBe("ERR_KEY_CLEARED");
    expect(codeOf(() => user.verify(data, new Uint8Array(64)))).toBe("ERR_KEY_CLEARED");
    const verifier = fromPublic(createUser().publicKey);
    verifier.clear();
    expect(codeOf(() => verifier.verify(data, new Uint8Array(64)))).toBe("ERR_KEY_CLEARED");
  });

  it("is a copy for every caller: wiping one leaves the key usable", () => {
    const user = createUser();
    const seed = user.getSeed();
    const before = textOf(seed);
    seed.fill(0);
    expect(textOf(user.getSeed())).toBe(before);
    const raw = crypto.getRandomValues(new Uint8Array(32));
    const account = fromRawSeed("account", raw);
    const key = account.publicKey;
    raw.fill(0);
    expect(fromSeed(account.getSeed()).publicKey).toBe(key);
  });

  it("shows in no log, JSON or error", () => {
    for (const pair of [createAccount(), createCurve()]) {
      const seed = textOf(pair.getSeed());
      pair.getPublicKey();
      const shown = inspect(pair, { depth: 9, showHidden: true }) + JSON.stringify(pair);
      expect(shown).not.toContain(seed);
      const broken = `${seed.slice(0, -1)}!`;
      try {
        fromSeed(broken);
        expect.unreachable();
      } catch (error) {
        expect(inspect(error)).not.toContain(seed.slice(2, 20));
      }
    }
  });

  it("is not in a key pair that came from a public key", () => {
    const verifier = fromPublic(createUser().publicKey);
    expect(codeOf(() => verifier.sign(data))).toBe("ERR_NO_PRIVATE_KEY");
    expect(codeOf(() => verifier.getSeed())).toBe("ERR_NO_PRIVATE_KEY");
    expect(codeOf(() => verifier.getPrivateKey())).toBe("ERR_NO_PRIVATE_KEY");
  });

  it.each(["A", "I", "Q", "Y"])(
    "has one spelling of its last character, not %s besides",
    (last) => {
      const seed = textOf(createUser().getSeed());
      const spelling = seed.slice(0, -1) + last;
      const outcome = codeOf(() => fromSeed(spelling));
      expect(outcome === "done").toBe(spelling === seed);
    },
  );
});

describe("kinds of keys", () => {
  it("keep signing and sealing apart", () => {
    const [user, curve] = [createUser(), createCurve()];
    expect(codeOf(() => curve.sign(data))).toBe("ERR_KEY_OPERATION");
    expect(codeOf(() => curve.verify(data, data))).toBe("ERR_KEY_OPERATION");
    expect(codeOf(() => user.seal(data, curve.publicKey))).toBe("ERR_KEY_OPERATION");
    expect(codeOf(() => user.open(data, curve.publicKey))).toBe("ERR_KEY_OPERATION");
    expect(codeOf(() => fromPublic(curve.publicKey).verify(data, data))).toBe("ERR_KEY_OPERATION");
    expect(codeOf(() => curve.seal(data, user.publicKey))).toBe("ERR_KEY_KIND");
  });

  it("open nothing that another key sealed, or that was cut", () => {
    const [alice, bob, mallory] = [createCurve(), createCurve(), createCurve()];
    const sealed = alice.seal(data, bob.publicKey);
    expect(textOf(bob.open(sealed, alice.publicKey) ?? data.subarray(1))).toBe("hi");
    expect(bob.open(sealed, mallory.publicKey)).toBeNull();
    expect(mallory.open(sealed, alice.publicKey)).toBeNull();
    expect(bob.open(sealed.subarray(0, -1), alice.publicKey)).toBeNull();
    expect(codeOf(() => bob.open(sealed.subarray(0, 28), alice.publicKey))).toBe(
      "ERR_SEALED_MALFORMED",
    );
    expect(codeOf(() => bob.open(data, alice.publicKey))).toBe("ERR_SEALED_MALFORMED");
  });
});
