import type { Command } from "commander";
import { checkTree } from "../tree/check-tree.js";
import { editOperator } from "../tree/edit-operator.js";
import { readTree } from "../tree/read-tree.js";
import { expiryFlag, listFlag, urlFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { holdStore, type IssuingFlags, ignoredRules, issuingCommand } from "./store-command.js";

interface EditOperatorFlags extends IssuingFlags {
  readonly expires?: number | undefined;
  readonly accountServer?: string | undefined;
  readonly serviceUrl?: readonly string[] | undefined;
  readonly serverAtLeast?: string | undefined;
  readonly strict?: boolean | undefined;
}

/** `kchat-auth edit operator` */
export function editOperatorCommand(context: CliContext): Command {
  return issuingCommand("operator", "change the operator")
    .option("--expires <when>", "a duration such as 365d, or a date", expiryFlag)
    .option(
      "--account-server <url>",
      "where accounts are pushed to: nats://… or http(s)://…",
      urlFlag,
    )
    .option(
      "--service-url <url>",
      "where clients connect (repeatable)",
      (text, before?: readonly string[]) => listFlag(urlFlag(text), before),
    )
    .option("--server-at-least <version>", "refuse older servers, for example 2.10.0")
    .option("--strict", "let identity keys sign nothing but themselves")
    .option("--no-strict", "let identity keys sign accounts and users")
    .addHelpText(
      "after",
      "\nExample:\n  $ kchat-auth edit operator --account-server nats://localhost:4222",
    )
    .action(async (flags: EditOperatorFlags) => {
      const { expires, accountServer, serviceUrl, serverAtLeast, strict } = flags;
      await using held = await holdStore(flags);
      const entry = await editOperator(held.store, {
        operator: flags.operator,
        disable: ignoredRules(flags),
        change: (claims) => ({
          ...claims,
          ...(expires !== undefined && { exp: expires }),
          nats: {
            ...claims.nats,
            ...(accountServer !== undefined && { account_server_url: accountServer }),
            ...(serviceUrl && { operator_service_urls: serviceUrl }),
            ...(serverAtLeast !== undefined && { assert_server_version: serverAtLeast }),
            ...(strict !== undefined && { strict_signing_key_usage: strict }),
          },
        }),
      });
      const { operator } = entry.address;
      // A strict operator, for example, makes wrong what identity keys signed before.
      const reports = checkTree(await readTree(held.store, operator));
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
