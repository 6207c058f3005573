import { describe, expect, it } from "vitest";
import { createCurve, createUser, fromPublic, fromSeed, isPublicKey } from "../../src/index.js";
import { encodeKeyText } from "../../src/keys/strkey.js";
import { refusal } from "../refusal.js";

const ACCOUNT = 0;

// Expectations are answers of nkeys 0.4.16.
describe("key texts that Go judges in its own way", () => {
  it.each([
    ["a prefix whose lower bits are set", encodeKeyText([ACCOUNT + 5], new Uint8Array(32))],
    ["31 bytes", encodeKeyText([ACCOUNT], new Uint8Array(31))],
    ["40 bytes", encodeKeyText([ACCOUNT], new Uint8Array(40))],
  ])("%s pass its check of the kind, but give no key", (_, text) => {
    expect(isPublicKey(text, "account", { mode: "go" })).toBe(true);
    expect(isPublicKey(text, "user", { mode: "go" })).toBe(false);
    expect(isPublicKey(text, undefined, { mode: "go" })).toBe(false);
    expect(refusal(() => fromPublic(text, { mode: "go" }))).toContain("nkeys: invalid public key");
    expect(isPublicKey(text, "account")).toBe(false);
  });

  it("calls seeds and private keys no public keys", () => {
    for (const text of [createUser().getSeed(), createUser().getPrivateKey()]) {
      expect(refusal(() => fromPublic(new TextDecoder().decode(text), { mode: "go" }))).toContain(
        "nkeys: invalid public key",
      );
    }
  });

  it("calls the seed of an unknown kind an invalid seed", () => {
    const seed = encodeKeyText([144 | 7, 31 << 3], new Uint8Array(32));
    expect(refusal(() => fromSeed(seed))).toContain("nkeys: invalid seed");
  });

  it("says whose key is wrong, and what is wrong with a box", () => {
    const [from, to] = [createCurve(), createCurve()];
    const box = from.seal(new Uint8Array(3), to.publicKey);
    expect(refusal(() => from.seal(box, createUser().publicKey))).toContain(
      "nkeys: not a valid recipient public curve key",
    );
    expect(refusal(() => to.open(box, ""))).toContain("nkeys: not a valid sender public curve key");
    expect(refusal(() => to.open(box.subarray(0, 28), from.publicKey))).toContain(
      "nkeys: encrypted input is not valid",
    );
    box[3] = 50;
    expect(refusal(() => to.open(box, from.publicKey))).toContain(
      "nkeys: encrypted input wrong version",
    );
  });
});
