import type { Command } from "commander";
import type { OperatorClaims } from "../claims/types/operator.js";
import { checkTree } from "../tree/check-tree.js";
import { editOperator } from "../tree/edit-operator.js";
import { readTree } from "../tree/read-tree.js";
import { soleOperator } from "../tree/sole-operator.js";
import { assertPresent, editedList } from "./edited-list.js";
import { listFlag, urlFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { keyOfAccount } from "./share-flags.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";
import { type TagFlags, tagsFrom, withTagFlags } from "./tag-flags.js";
import { type ValidityFlags, validityFrom, withValidityFlags } from "./validity-flags.js";

interface EditOperatorFlags extends IssuingFlags, TagFlags, ValidityFlags {
  readonly accountServer?: string | false | undefined;
  readonly serviceUrl?: readonly string[] | undefined;
  readonly removeServiceUrl?: readonly string[] | undefined;
  readonly systemAccount?: string | undefined;
  readonly serverAtLeast?: string | undefined;
  readonly strict?: boolean | undefined;
}

/** `kchat-auth edit operator` */
export function editOperatorCommand(context: CliContext): Command {
  const command = issuingCommand("operator", "change the operator; what is not spoken of stays");
  return withValidityFlags(withTagFlags(command))
    .option(
      "--account-server <url>",
      "where accounts are pushed to: nats://… or http(s)://…",
      urlFlag,
    )
    .option("--no-account-server", "name none")
    .option("--service-url <url>", "add where clients connect (repeatable)", urlsFlag)
    .option("--remove-service-url <url>", "remove it (repeatable)", listFlag)
    .option("--system-account <name>", "its name here, or its public key")
    .option("--server-at-least <version>", "refuse older servers, for example 2.10.0")
    .option("--strict", "let identity keys sign nothing but themselves")
    .option("--no-strict", "let identity keys sign accounts and users")
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth edit operator --account-server nats://localhost:4222
  $ kchat-auth edit operator --service-url tls://a.example.com --service-url tls://b.example.com`,
    )
    .action(async (flags: EditOperatorFlags) => {
      await using held = await holdStore(flags);
      const { store } = held;
      const name = await soleOperator(store, flags.operator);
      const system =
        flags.systemAccount === undefined
          ? undefined
          : await keyOfAccount(store, { operator: name }, flags.systemAccount);
      const entry = await editOperator(store, {
        operator: name,
        disable: ignoredRules(flags),
        change: (claims) => changed(claims, flags, system),
      });
      const { operator } = entry.address;
      // A strict operator, for example, makes wrong what identity keys signed before.
      const reports = checkTree(await readTree(store, operator));
      const wrong = reports.filter(({ errors }) => errors.length > 0).map(({ what }) => what);
      const lines = [
        `operator ${operator} issued anew: configure the servers and restart them one after another`,
        ...(wrong.length > 0
          ? [
              `servers would refuse ${wrong.join(", ")}: issue them again first, see kchat-auth validate`,
            ]
          : []),
      ];
      print(context, flags, entry, lines.join("\n"));
    });
}

function changed(
  claims: OperatorClaims,
  flags: EditOperatorFlags,
  system: string | undefined,
): OperatorClaims {
  const { accountServer, serviceUrl, removeServiceUrl, serverAtLeast, strict } = flags;
  const { account_server_url: before, operator_service_urls: urls, ...others } = claims.nats;
  assertPresent(removeServiceUrl, "--remove-service-url", urls);
  const server = accountServer ?? before;
  return {
    ...claims,
    ...validityFrom(flags),
    nats: {
      ...others,
      ...(server && { account_server_url: server }),
      operator_service_urls: editedList(urls, serviceUrl, removeServiceUrl),
      ...(system !== undefined && { system_account: system }),
      ...(serverAtLeast !== undefined && { assert_server_version: serverAtLeast }),
      ...(strict !== undefined && { strict_signing_key_usage: strict }),
      ...tagsFrom(claims.nats.tags, flags),
    },
  };
}

function urlsFlag(text: string, before: readonly string[] | undefined): string[] {
  return listFlag(urlFlag(text), before);
}
