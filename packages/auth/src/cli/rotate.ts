import { type Command, Option } from "commander";
import { AuthError } from "../errors/auth-error.js";
import { formatAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { observeIssuer } from "../resolver/observe-issuer.js";
import { readTree } from "../tree/read-tree.js";
import { introduceKey } from "../tree/rotation/introduce.js";
import { planRotation, type RotationPlan } from "../tree/rotation/plan.js";
import { reissue } from "../tree/rotation/reissue.js";
import { retireKey } from "../tree/rotation/retire.js";
import { connectToServers, type ServerFlags } from "./connect.js";
import { type CliContext, print } from "./output.js";
import { holdStore, storeCommand } from "./store-command.js";

interface RotateFlags extends ServerFlags {
  readonly account?: string | undefined;
  readonly apply?: "introduce" | "reissue" | "observe" | "retire" | undefined;
  readonly to?: string | undefined;
  readonly evenIfUsed?: boolean | undefined;
}

/** `kchat-auth rotate` */
export function rotateCommand(context: CliContext): Command {
  return storeCommand("rotate", "plan the rotation of a signing key, or apply one step of it")
    .argument("[key]", "public key, or the role of a scope (default: the only one)")
    .option("--account <name>", "the account whose key it is (default: the operator's key)")
    .addOption(
      new Option("--apply <step>", "the step to apply").choices([
        "introduce",
        "reissue",
        "observe",
        "retire",
      ]),
    )
    .option("--to <key>", "the new key, for --apply reissue")
    .option("--server <urls>", "servers to observe (default: the operator's)")
    .option("--even-if-used", "retire a key though it still signs something here")
    .addHelpText(
      "after",
      `
Between the steps both keys are good, so nobody is refused: push after each.

Examples:
  $ kchat-auth rotate member --account KUBECON
  $ kchat-auth rotate member --account KUBECON --apply introduce
  $ kchat-auth push
  $ kchat-auth rotate <old key> --account KUBECON --apply reissue --to <new key>
  $ kchat-auth rotate <old key> --account KUBECON --apply observe
  $ kchat-auth rotate <old key> --account KUBECON --apply retire
  $ kchat-auth push`,
    )
    .action(async (key: string | undefined, flags: RotateFlags) => {
      await using held = await holdStore(flags);
      const { store } = held;
      const tree = await readTree(store, flags.operator);
      const plan = planRotation(tree, { account: flags.account, key });
      const [data, text] =
        flags.apply === "observe"
          ? await observe(context, store, plan, flags)
          : await perform(store, plan, flags);
      print(context, flags, data, text);
    });
}

type Result = readonly [data: unknown, text: string];

async function observe(
  context: CliContext,
  store: Store,
  { target }: RotationPlan,
  flags: RotateFlags,
): Promise<Result> {
  if (target.kind === "operator signing key") {
    throw new AuthError(
      "ERR_USAGE",
      "nobody connects with what an operator's key signed; retire it",
    );
  }
  const account = target.account.claims.sub;
  const { connection, inboxPrefix, close } = await connectToServers(store, flags, [account]);
  try {
    const left = await observeIssuer(connection, { account, issuer: target.key, inboxPrefix });
    if (left.length > 0) context.fail();
    const lines = left.map(({ server, id, name }) => `  ${server.name}: ${id} ${name}`);
    const count = `${left.length} connection(s) with what ${target.key} signed`;
    return [left, [count, ...lines].join("\n")];
  } finally {
    await close();
  }
}

async function perform(
  store: Store,
  plan: RotationPlan,
  { apply, to, evenIfUsed }: RotateFlags,
): Promise<Result> {
  const { target, steps } = plan;
  const owner =
    target.kind === "operator signing key" ? "" : ` --account ${target.account.address.account}`;
  const again = `kchat-auth rotate ${target.key}${owner} --apply`;
  switch (apply) {
    case "observe":
    case undefined: {
      const lines = steps.map(({ text }, index) => `${index + 1}. ${text}`);
      return [plan, [`rotate the ${target.kind} ${target.key}`, ...lines].join("\n")];
    }
    case "introduce": {
      const introduced = await introduceKey(store, plan);
      const next = `distribute it, then: ${again} reissue --to ${introduced.newKey}`;
      return [introduced, `new key ${introduced.newKey}\n${next}`];
    }
    case "reissue": {
      if (to === undefined)
        throw new AuthError("ERR_USAGE", "--apply reissue needs --to, the new key");
      const reissued = await reissue(store, plan, to);
      const { accounts, users, withoutCreds } = reissued;
      const names = [...accounts, ...users].map(
        ({ address }) => `issued anew: ${formatAddress(address)}`,
      );
      const others = withoutCreds.map(
        ({ address }) => `give its new token to ${formatAddress(address)}`,
      );
      return [
        reissued,
        [...names, ...others, `then: ${again} observe, and ${again} retire`].join("\n"),
      ];
    }
    case "retire": {
      const entry = await retireKey(store, plan, { evenIfUsed });
      return [entry, `${target.key} is retired: distribute ${formatAddress(entry.address)}`];
    }
  }
}
