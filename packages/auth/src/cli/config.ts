import { type Command, Option } from "commander";
import { AuthError } from "../errors/auth-error.js";
import { writePrivate } from "../nsc/files.js";
import { cacheResolverConfig, fullResolverConfig } from "../resolver-config/directory.js";
import { memoryResolverConfig } from "../resolver-config/memory.js";
import { urlResolverConfig } from "../resolver-config/url.js";
import { readTree, type Tree } from "../tree/read-tree.js";
import { type CliContext, print } from "./output.js";
import { openNamedStore, type StoreFlags, storeCommand } from "./store-command.js";

interface ConfigFlags extends StoreFlags {
  readonly resolver: "memory" | "full" | "cache" | "url";
  readonly url?: string | undefined;
  readonly dir?: string | undefined;
  readonly allowDelete?: boolean | undefined;
  readonly out?: string | undefined;
}

/** `kchat-auth config` */
export function configCommand(context: CliContext): Command {
  return storeCommand(
    "config",
    "print the part of nats.conf that makes a server trust this operator",
  )
    .addOption(
      new Option("--resolver <kind>", "where servers have accounts from")
        .choices(["memory", "full", "cache", "url"])
        .default("memory"),
    )
    .option("--url <url>", "base URL of the accounts, for --resolver url")
    .option("--dir <path>", "directory of the accounts, for full and cache")
    .option("--allow-delete", "let accounts be removed, for full")
    .option("--out <file>", "write it to a file")
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth config > resolver.conf
  $ kchat-auth config --resolver full --dir ./jwt --allow-delete --out resolver.conf
  $ kchat-auth config --resolver url --url https://accounts.example.com/jwt/v1/accounts/`,
    )
    .action(async (flags: ConfigFlags) => {
      const config = configOf(await readTree(await openNamedStore(flags), flags.operator), flags);
      if (flags.out === undefined) return print(context, flags, { config }, config);
      await writePrivate(flags.out, config);
      print(context, flags, { config: flags.out }, `wrote ${flags.out}`);
    });
}

function configOf({ operator, accounts }: Tree, flags: ConfigFlags): string {
  const { token, claims } = operator;
  const tokens = accounts.map((account) => account.token);
  if (flags.resolver === "memory")
    return memoryResolverConfig({ operator: token, accounts: tokens });
  if (flags.resolver === "url") {
    if (flags.url !== undefined) return urlResolverConfig({ operator: token, url: flags.url });
    throw new AuthError("ERR_USAGE", "--resolver url needs --url, the base URL of the accounts");
  }
  const system = accounts.find((account) => account.claims.sub === claims.nats.system_account);
  if (system === undefined) {
    throw new AuthError(
      "ERR_NOT_FOUND",
      `operator ${claims.name} has no system account in the store; a ${flags.resolver} resolver needs one`,
    );
  }
  const options = { operator: token, systemAccount: system.token, dir: flags.dir };
  if (flags.resolver === "cache") return cacheResolverConfig(options);
  return fullResolverConfig({ ...options, allowDelete: flags.allowDelete });
}
