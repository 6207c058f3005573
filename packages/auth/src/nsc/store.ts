import { rm } from "node:fs/promises";
import { AuthError } from "../errors/auth-error.js";
import {
  type AccountAddress,
  type Address,
  accountDirectory,
  accountOf,
  formatAddress,
  type OperatorAddress,
  operatorDirectory,
  tokenFile,
  userOf,
} from "./address.js";
import { CredsFolder } from "./creds-folder.js";
import { entriesOf, readText, writePrivate } from "./files.js";
import { KeyRing } from "./key-ring.js";
import { type EntryKind, namesClash, safeName } from "./names.js";
import { infoFile, operatorInfo } from "./operator-info.js";
import type { StorePaths } from "./paths.js";

/**
 * An `nsc` store on disk: tokens by name, seeds by public key, creds by user. It moves text and decides nothing about
 * claims; see `addOperator` and the other actions of the tree for that.
 *
 * @example
 * const store = await openStore(".kchat");
 * for (const account of await store.list({ operator: "KO" })) console.log(account);
 */
export class Store {
  /** Seeds, by public key. */
  readonly keys: KeyRing;
  /** Creds files, by user. */
  readonly creds: CredsFolder;

  constructor(readonly paths: StorePaths) {
    this.keys = new KeyRing(paths);
    this.creds = new CredsFolder(paths);
  }

  /** Names of the operators, of an operator's accounts, or of an account's users; sorted. */
  async list(parent?: OperatorAddress | AccountAddress): Promise<string[]> {
    if (parent === undefined) return this.#operators();
    const account = accountOf(parent);
    return account === undefined
      ? this.#accounts(parent)
      : this.#users({ operator: parent.operator, account });
  }

  /** The file of an entity's token, whether it is there or not. */
  path(address: Address): string {
    return tokenFile(this.paths, address);
  }

  /** The token of an entity as it lies on disk, or `undefined` when there is none. */
  async read(address: Address): Promise<string | undefined> {
    return (await readText(tokenFile(this.paths, address)))?.trim();
  }

  /**
   * Writes the token of an entity.
   *
   * @throws AuthError `ERR_NAME` when another name is there that some file systems take for the same one;
   * `ERR_EXISTS` for `mode: "create"` when it is there already.
   */
  async write(address: Address, token: string, mode: "create" | "replace" = "replace") {
    await this.#refuseClash(address);
    if (accountOf(address) === undefined) await this.#describeOperator(address);
    await writePrivate(tokenFile(this.paths, address), token, mode);
  }

  /** Removes an entity with all that is below it; seeds stay. Does nothing when it is not there. */
  async remove(address: Address): Promise<void> {
    const account = accountOf(address);
    if (userOf(address) !== undefined) return rm(tokenFile(this.paths, address), { force: true });
    const directory =
      account === undefined
        ? operatorDirectory(this.paths, address)
        : accountDirectory(this.paths, { operator: address.operator, account });
    return rm(directory, { recursive: true, force: true });
  }

  async #operators(): Promise<string[]> {
    const names: string[] = [];
    for (const { name, directory } of await entriesOf(this.paths.stores)) {
      const isHidden = name.startsWith(".");
      if (directory && !isHidden && (await operatorInfo(this.paths, name))) names.push(name);
    }
    return names;
  }

  async #accounts(parent: OperatorAddress): Promise<string[]> {
    const entries = await entriesOf(`${operatorDirectory(this.paths, parent)}/accounts`);
    return entries.filter((entry) => entry.directory).map((entry) => entry.name);
  }

  async #users(parent: AccountAddress): Promise<string[]> {
    const entries = await entriesOf(`${accountDirectory(this.paths, parent)}/users`);
    return entries
      .filter((entry) => !entry.directory && entry.name.endsWith(".jwt"))
      .map((entry) => entry.name.slice(0, -".jwt".length));
  }

  async #describeOperator({ operator }: OperatorAddress): Promise<void> {
    if (await operatorInfo(this.paths, operator)) return;
    const info = { managed: false, name: operator, kind: "operator", version: "1" };
    await writePrivate(infoFile(this.paths, operator), JSON.stringify(info));
  }

  async #refuseClash(address: Address): Promise<void> {
    const [kind, name, parent] = placeOf(address);
    safeName(kind, name);
    const other = (await this.list(parent)).find((existing) => namesClash(existing, name));
    if (other === undefined) return;
    throw new AuthError(
      "ERR_NAME",
      `${formatAddress(address)} and the existing ${JSON.stringify(other)} are one name on some file systems; choose another`,
    );
  }
}

function placeOf(
  address: Address,
): [EntryKind, string, (OperatorAddress | AccountAddress) | undefined] {
  const { operator } = address;
  const account = accountOf(address);
  if (account === undefined) return ["operator", operator, undefined];
  const user = userOf(address);
  return user === undefined
    ? ["account", account, { operator }]
    : ["user", user, { operator, account }];
}
