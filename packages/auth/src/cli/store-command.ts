import { Command } from "commander";
import { lockStore } from "../nsc/lock-store.js";
import { openStore } from "../nsc/open-store.js";
import { defaultPaths } from "../nsc/paths.js";
import type { Store } from "../nsc/store.js";

/** Flags of every command that works on a store. */
export interface StoreFlags {
  readonly store: string;
  readonly nsc?: boolean | undefined;
  readonly operator?: string | undefined;
  readonly json?: boolean | undefined;
}

/** A command with the flags that name a store and an operator in it. */
export function storeCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("--store <dir>", "directory of the store", process.env.KCHAT_STORE ?? ".kchat")
    .option("--nsc", "the store of nsc itself, where it keeps it by default")
    .option("--operator <name>", "operator (default: the only one)")
    .option("--json", "print JSON");
}

/** Opens the store that the flags name, to read it. */
export function openNamedStore({ store, nsc }: StoreFlags): Promise<Store> {
  return openStore(nsc ? defaultPaths() : store);
}

/** A store that no other process of ours changes meanwhile. */
export interface HeldStore extends AsyncDisposable {
  readonly store: Store;
}

/** Opens the store that the flags name, to change it. */
export async function holdStore(flags: StoreFlags): Promise<HeldStore> {
  const store = await openNamedStore(flags);
  const { release } = await lockStore(store);
  return { store, [Symbol.asyncDispose]: release };
}
