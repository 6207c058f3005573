import type { Command } from "commander";
import { decodeUser } from "../claims/token/decode.js";
import type { ConnectionType } from "../claims/types/permissions.js";
import { extractUserKey } from "../creds/parse.js";
import { AuthError } from "../errors/auth-error.js";
import { explain } from "../explain/explain.js";
import { readText } from "../nsc/files.js";
import { readTree } from "../tree/read-tree.js";
import { type CliContext, print } from "./output.js";
import { openNamedStore, type StoreFlags, storeCommand } from "./store-command.js";
import { tokenIn } from "./token-in.js";

interface ExplainFlags extends StoreFlags {
  readonly connectionType?: ConnectionType | undefined;
  readonly source?: string | undefined;
}

/** `kchat-auth explain` */
export function explainCommand(context: CliContext): Command {
  return storeCommand("explain", "say whether a server would let this user in, and if not, why")
    .argument("<file>", "creds file or token of the user")
    .option("--connection-type <type>", "how it connects: STANDARD, WEBSOCKET, LEAFNODE …")
    .option("--source <address>", "where it connects from")
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth explain .kchat/creds/KO/KUBECON/chat-access.creds
  $ kchat-auth explain user.jwt --source 10.1.2.3 --connection-type WEBSOCKET`,
    )
    .action(async (file: string, flags: ExplainFlags) => {
      const text = await readText(file);
      if (text === undefined) throw new AuthError("ERR_NOT_FOUND", `there is no file ${file}`);
      const token = tokenIn(file, text);
      const tree = await readTree(await openNamedStore(flags), flags.operator);
      const { nats, iss } = decodeUser(token, { mode: "go" });
      const home = nats.issuer_account ?? iss;
      const explanation = explain(token, {
        operator: tree.operator.claims,
        account: tree.accounts.find(({ claims }) => claims.sub === home)?.claims,
        connectionType: flags.connectionType,
        source: flags.source,
        signsWith: keyOf(text),
      });
      if (explanation.verdict === "refused") context.fail();
      print(context, flags, explanation, explanation.text);
    });
}

/** Whose seed lies in the file; none when it holds a token alone. */
function keyOf(text: string): string | undefined {
  try {
    return extractUserKey(text).publicKey;
  } catch {
    return undefined;
  }
}
