import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import {
  createUser,
  ed25519Backend,
  fromPublic,
  fromRawSeed,
  useEd25519Backend,
} from "../../src/index.js";
import { withOrderAdded } from "../conformance/nkeys.js";

const backends = ["node:crypto", "tweetnacl"] as const;

afterEach(() => {
  useEd25519Backend("node:crypto");
});

describe("the Ed25519 backend", () => {
  it("is the platform's own on Node", () => {
    expect(ed25519Backend()).toBe("node:crypto");
  });

  it("makes the same keys and signatures in both implementations", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array(), (raw, data) => {
        const [native, fallback] = backends.map((name) => {
          expect(useEd25519Backend(name)).toBe(name);
          const pair = fromRawSeed("user", raw);
          return { key: pair.publicKey, signature: [...pair.sign(data)] };
        });
        expect(fallback).toEqual(native);
      }),
      { numRuns: 20 },
    );
  });

  it.each(backends)("%s refuses the second form of a signature", (name) => {
    useEd25519Backend(name);
    const user = createUser();
    const data = new TextEncoder().encode("hi");
    const signature = user.sign(data);
    const key = fromPublic(user.publicKey);
    expect(key.verify(data, signature)).toBe(true);
    expect(key.verify(data, withOrderAdded(signature))).toBe(false);
    expect(user.verify(data, withOrderAdded(signature))).toBe(false);
  });

  it.each(backends)("%s says no to signatures of any other length", (name) => {
    useEd25519Backend(name);
    const user = createUser();
    const data = new TextEncoder().encode("hi");
    for (const length of [0, 1, 63, 65, 128]) {
      expect(user.verify(data, new Uint8Array(length))).toBe(false);
      expect(fromPublic(user.publicKey).verify(data, new Uint8Array(length))).toBe(false);
    }
  });

  it.each(backends)("%s verifies what a forger claims only for the signer's key", (name) => {
    useEd25519Backend(name);
    const data = new TextEncoder().encode("hi");
    const [alice, mallory] = [createUser(), createUser()];
    expect(fromPublic(alice.publicKey).verify(data, mallory.sign(data))).toBe(false);
  });
});
