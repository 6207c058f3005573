import type { Command } from "commander";
import { AuthError } from "../errors/auth-error.js";
import { describeTree } from "../tree/describe-tree.js";
import { drawTree } from "../tree/draw-tree.js";
import { time } from "../tree/lines.js";
import { readTree, type Tree } from "../tree/read-tree.js";
import { reportExpiry } from "../tree/report-expiry.js";
import { durationFlag } from "./flags.js";
import { type CliContext, print } from "./output.js";
import { openNamedStore, type StoreFlags, storeCommand } from "./store-command.js";

interface DescribeFlags extends StoreFlags {
  readonly account?: string | undefined;
  readonly mermaid?: boolean | undefined;
  readonly expiring?: number | undefined;
}

/** `kchat-auth describe` */
export function describeCommand(context: CliContext): Command {
  return storeCommand("describe", "show who there is, which keys they have and what they may do")
    .option("--account <name>", "this account alone")
    .option("--mermaid", "draw the tree as a Mermaid flowchart")
    .option(
      "--expiring <duration>",
      "only what expires within this time, soonest first",
      durationFlag,
    )
    .addHelpText(
      "after",
      `
Examples:
  $ kchat-auth describe
  $ kchat-auth describe --account KUBECON --json
  $ kchat-auth describe --mermaid > tree.mmd
  $ kchat-auth describe --expiring 30d`,
    )
    .action(async (flags: DescribeFlags) => {
      const store = await openNamedStore(flags);
      const whole = await readTree(store, flags.operator);
      const tree = only(whole, flags.account);
      if (flags.expiring !== undefined) {
        const expiring = reportExpiry(tree, { withinSeconds: flags.expiring });
        const lines = expiring.map(
          ({ kind, what, expiresAt }) => `${time(expiresAt)}  ${kind} ${what}`,
        );
        print(context, flags, expiring, lines.join("\n") || "nothing expires in this time");
      } else if (flags.mermaid) {
        print(context, flags, { mermaid: drawTree(tree) }, drawTree(tree));
      } else {
        print(context, flags, claimsOf(tree), describeTree(whole, flags));
      }
    });
}

function only(tree: Tree, account: string | undefined): Tree {
  if (account === undefined) return tree;
  const accounts = tree.accounts.filter(({ address }) => address.account === account);
  if (accounts.length > 0) return { ...tree, accounts };
  throw new AuthError(
    "ERR_NOT_FOUND",
    `operator ${tree.operator.address.operator} has no account ${account}`,
  );
}

/** Claims without signatures: a bearer's token logs in by itself and does not belong on a screen. */
function claimsOf({ operator, accounts }: Tree) {
  return {
    operator: operator.claims,
    accounts: accounts.map(({ claims, users }) => ({
      ...claims,
      users: users.map((user) => user.claims),
    })),
  };
}
