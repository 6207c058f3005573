import { afterEach, describe, expect, it, vi } from "vitest";
import {
  createAccount,
  createUser,
  decodeUser,
  encodeClaimsAsync,
  issueUserAsync,
  newUserClaims,
  verifySignature,
  webCryptoSigner,
} from "../../src/index.js";

const { subtle } = globalThis.crypto;
type Keys = { publicKey: CryptoKey; privateKey: CryptoKey };
const ed25519 = (extractable = false): Promise<Keys> =>
  subtle.generateKey("Ed25519", extractable, ["sign", "verify"]) as Promise<Keys>;
const data = new TextEncoder().encode("hi");

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a signer by WebCrypto", () => {
  it("issues users with a key that nobody can read", async () => {
    const keys = await ed25519();
    const signer = await webCryptoSigner("account", keys);
    const user = createUser();
    const jwt = await issueUserAsync(signer, {
      user: user.publicKey,
      account: createAccount().publicKey,
      name: "ada",
    });
    expect(decodeUser(jwt)).toMatchObject({ iss: signer.publicKey, sub: user.publicKey });
    await expect(subtle.exportKey("pkcs8", keys.privateKey)).rejects.toThrow();
    expect(Object.keys(signer)).toEqual(["publicKey", "sign"]);
  });

  it("signs for each kind of key as the other implementations verify", async () => {
    const keys = await ed25519();
    for (const kind of ["operator", "account", "user", "server", "cluster"] as const) {
      const signer = await webCryptoSigner(kind, keys);
      expect(verifySignature(signer.publicKey, data, await signer.sign(data))).toBe(true);
    }
  });

  it("issues nothing when its two keys don't belong together", async () => {
    const [{ publicKey }, { privateKey }] = [await ed25519(), await ed25519()];
    const signer = await webCryptoSigner("account", { publicKey, privateKey });
    const claims = newUserClaims(createUser().publicKey, { name: "ada" });
    await expect(encodeClaimsAsync("user", claims, signer)).rejects.toMatchObject({
      code: "ERR_SIGNER",
    });
  });

  it("refuses keys of another algorithm, and keys in each other's place", async () => {
    const other = { name: "ECDSA", namedCurve: "P-256" };
    const ecdsa = await subtle.generateKey(other, false, ["sign", "verify"]);
    const { publicKey, privateKey } = await ed25519();
    for (const keys of [ecdsa, { publicKey: privateKey, privateKey: publicKey }]) {
      await expect(webCryptoSigner("account", keys)).rejects.toMatchObject({ code: "ERR_SIGNER" });
    }
  });

  it("says so when the public key can't be read", async () => {
    const { publicKey, privateKey } = await ed25519();
    const raw = await subtle.exportKey("raw", publicKey);
    const sealed = await subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
    await expect(
      webCryptoSigner("account", { publicKey: sealed, privateKey }),
    ).rejects.toMatchObject({
      code: "ERR_SIGNER",
      message: expect.stringContaining("extractable"),
    });
  });

  it.each([undefined, {}])("says where WebCrypto is when there is none: %j", async (crypto) => {
    const keys = await ed25519();
    vi.stubGlobal("crypto", crypto);
    await expect(webCryptoSigner("account", keys)).rejects.toMatchObject({
      code: "ERR_SIGNER",
      message: expect.stringContaining("HTTPS"),
    });
  });
});
