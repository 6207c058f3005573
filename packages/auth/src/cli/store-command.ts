import { Command } from "commander";
import { lockStore } from "../nsc/lock-store.js";
import { openStore } from "../nsc/open-store.js";
import { defaultPaths } from "../nsc/paths.js";
import type { Store } from "../nsc/store.js";
import type { StrictRuleId } from "../validation/strict/rule.js";
import { listFlag } from "./flags.js";

/** Flags of every command that works on a store. */
export interface StoreFlags {
  readonly store: string;
  readonly nsc?: boolean | undefined;
  readonly operator?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Flags of every command that issues a token by what a person says. */
export interface IssuingFlags extends StoreFlags {
  readonly ignore?: readonly string[] | undefined;
}

/** A command with the flags that name a store. */
export function rootCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("--store <dir>", "directory of the store", process.env.KCHAT_STORE ?? ".kchat")
    .option("--nsc", "the store of nsc itself, where it keeps it by default")
    .option("--json", "print JSON");
}

/** A command with the flags that name a store and an operator in it. */
export function storeCommand(name: string, description: string): Command {
  return rootCommand(name, description).option(
    "--operator <name>",
    "operator (default: the only one)",
  );
}

/** A command that issues a token, with the flag that lets a rule of the stricter profile be broken. */
export function issuingCommand(name: string, description: string): Command {
  return storeCommand(name, description).option(
    "--ignore <rule>",
    "issue it though it breaks this rule of the stricter profile (repeatable)",
    listFlag,
  );
}

/** What {@link issuingCommand} was told to let pass; a rule that is not known changes nothing. */
export function ignoredRules({ ignore = [] }: IssuingFlags): readonly StrictRuleId[] {
  return ignore as readonly StrictRuleId[];
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
