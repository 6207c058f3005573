import { rm } from "node:fs/promises";
import { join } from "node:path";
import { AuthError } from "../errors/auth-error.js";
import { fromSeed } from "../keys/create.js";
import type { KeyPair } from "../keys/key-pair.js";
import { isPublicKey, type PublicKey, parsePublicKey } from "../keys/public-key.js";
import { entriesOf, readText, writePrivate } from "./files.js";
import type { StorePaths } from "./paths.js";

/** The seeds of a store: `keys/<kind letter>/<two characters>/<public key>.nk` (`nsc: cmd/store/keys.go`). */
export class KeyRing {
  readonly #directory: string;

  constructor(paths: StorePaths) {
    this.#directory = join(paths.keystore, "keys");
  }

  /**
   * The file of a seed, whether it is there or not.
   *
   * @throws AuthError when `publicKey` is not a canonical public key.
   */
  path(publicKey: string): string {
    const key = parsePublicKey(publicKey);
    return join(this.#directory, key.slice(0, 1), key.slice(1, 3), `${key}.nk`);
  }

  /**
   * Stores the seed of a key pair, readable by its owner alone; does nothing when it is there already.
   *
   * @throws AuthError `ERR_STORE` when another seed lies in its place.
   */
  async put(keyPair: KeyPair): Promise<PublicKey> {
    const publicKey = parsePublicKey(keyPair.getPublicKey());
    const seed = new TextDecoder().decode(keyPair.getSeed());
    try {
      await writePrivate(this.path(publicKey), seed, "create");
    } catch (error) {
      // An existing seed is never replaced: whatever depends on it would be lost with it.
      if (!AuthError.isInstance(error) || error.code !== "ERR_EXISTS") throw error;
      await this.get(publicKey);
    }
    return publicKey;
  }

  /**
   * The key pair of a public key, or `undefined` when the seed is not here.
   *
   * @throws AuthError `ERR_STORE` when the file holds no seed, or the seed of another key.
   */
  async get(publicKey: string): Promise<KeyPair | undefined> {
    const path = this.path(publicKey);
    const text = await readText(path);
    if (text === undefined) return undefined;
    const keyPair = readSeed(path, text.trim());
    if (keyPair.getPublicKey() === publicKey) return keyPair;
    keyPair.clear();
    throw new AuthError("ERR_STORE", `${path} holds the seed of another key`);
  }

  /** True when the seed of a public key is here. */
  async has(publicKey: string): Promise<boolean> {
    return (await readText(this.path(publicKey))) !== undefined;
  }

  /** Removes a seed. What it signed stays valid until it is revoked or its issuer is retired. */
  async remove(publicKey: string): Promise<void> {
    await rm(this.path(publicKey), { force: true });
  }

  /** The public keys whose seeds are here, sorted. */
  async list(): Promise<PublicKey[]> {
    const keys: PublicKey[] = [];
    for (const kind of await entriesOf(this.#directory)) {
      for (const shard of await entriesOf(join(this.#directory, kind.name))) {
        const files = await entriesOf(join(this.#directory, kind.name, shard.name));
        for (const { name } of files) {
          const key = name.replace(/\.nk$/, "");
          if (key !== name && isPublicKey(key)) keys.push(key);
        }
      }
    }
    return keys.sort();
  }
}

function readSeed(path: string, text: string): KeyPair {
  try {
    return fromSeed(text);
  } catch (cause) {
    // The cause names what is wrong, never the text: it may be most of a seed.
    throw new AuthError("ERR_STORE", `${path} holds no seed of an nkey`, { cause });
  }
}
