import { type Command, Option } from "commander";
import { AuthError } from "../errors/auth-error.js";
import { formatAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { readTree } from "../tree/read-tree.js";
import { introduceKey } from "../tree/rotation/introduce.js";
import { planRotation, type RotationPlan } from "../tree/rotation/plan.js";
import { reissue } from "../tree/rotation/reissue.js";
import { retireKey } from "../tree/rotation/retire.js";
import type { ServerFlags } from "./connect.js";
import { observeKey } from "./observe-key.js";
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
Between the steps both keys are good, so nobody is refused: push after each. Servers learn
of an operator's key only when they start: configure and restart them one after another.
For the operator's identity key see: kchat-auth reissue operator

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
          ? await observeKey(context, store, plan, flags)
          : await perform(store, plan, flags);
      print(context, flags, data, text);
    });
}

/** A plan for people. */
export function textOfPlan({ target, steps }: RotationPlan): string {
  const lines = steps.map(({ text }, index) => `${index + 1}. ${text}`);
  return [`rotate the ${target.kind} ${target.key}`, ...lines].join("\n");
}

async function perform(
  store: Store,
  plan: RotationPlan,
  { apply, to, evenIfUsed }: RotateFlags,
): Promise<readonly [data: unknown, text: string]> {
  const { target } = plan;
  const owner = "account" in target ? ` --account ${target.account.address.account}` : "";
  const again = `kchat-auth rotate ${target.key}${owner} --apply`;
  switch (apply) {
    case "observe":
    case undefined:
      return [plan, textOfPlan(plan)];
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
