import { rm } from "node:fs/promises";
import { credsFile, type UserAddress } from "./address.js";
import { readText, writePrivate } from "./files.js";
import type { StorePaths } from "./paths.js";

/** The creds files of a store: `creds/<OP>/<ACC>/<USER>.creds`. */
export class CredsFolder {
  readonly #paths: StorePaths;

  constructor(paths: StorePaths) {
    this.#paths = paths;
  }

  /** The creds file of a user, whether it is there or not. */
  path(user: UserAddress): string {
    return credsFile(this.#paths, user);
  }

  /** The text of a user's creds, or `undefined`. */
  async read(user: UserAddress): Promise<string | undefined> {
    return readText(this.path(user));
  }

  /** Writes a user's creds, readable by their owner alone. */
  async write(user: UserAddress, creds: string): Promise<void> {
    return writePrivate(this.path(user), creds);
  }

  /** Removes a user's creds; what was handed out stays valid until it expires or is revoked. */
  async remove(user: UserAddress): Promise<void> {
    await rm(this.path(user), { force: true });
  }
}
