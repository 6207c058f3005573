import { type Command, Option } from "commander";
import { AuthError } from "../errors/auth-error.js";
import { operatorInfo } from "../nsc/operator-info.js";
import type { Store } from "../nsc/store.js";
import { readTree } from "../tree/read-tree.js";
import { introduceKey } from "../tree/rotation/introduce.js";
import { planRotation, type RotationPlan } from "../tree/rotation/plan.js";
import { type CliContext, print } from "./output.js";
import { textOfPlan } from "./rotate.js";
import { holdStore, type StoreFlags, storeCommand } from "./store-command.js";

interface ReissueOperatorFlags extends StoreFlags {
  readonly apply?: boolean | undefined;
  readonly oldKey?: "signing-key" | "drop" | undefined;
}

/** `kchat-auth reissue operator` */
export function reissueOperatorCommand(context: CliContext): Command {
  return storeCommand("operator", "plan a new identity key for the operator, or make it")
    .option("--apply", "do it; without it the plan is printed")
    .addOption(
      new Option(
        "--old-key <what>",
        "keep the old key as a signing key until it is retired, or drop it at once (default: drop for a strict operator, where it signs nothing else)",
      ).choices(["signing-key", "drop"]),
    )
    .addHelpText(
      "after",
      `
Accounts, users and their keys stay. Servers take another operator token only when they
start: restart them one after another, and nobody is refused as long as the old key stays
beside the new one until all of them have been.

Examples:
  $ kchat-auth reissue operator
  $ kchat-auth reissue operator --apply
  $ kchat-auth config --resolver full --out resolver.conf     restart the servers with it
  $ kchat-auth rotate <old key> --apply reissue --to <new key>
  $ kchat-auth push
  $ kchat-auth rotate <old key> --apply retire                configure, restart again`,
    )
    .action(async (flags: ReissueOperatorFlags) => {
      await using held = await holdStore(flags);
      const { store } = held;
      const tree = await readTree(store, flags.operator);
      await refuseManaged(store, tree.operator.address.operator);
      const plan = planRotation(tree, { key: tree.operator.claims.sub, oldKey: fateOf(flags) });
      if (!flags.apply) return print(context, flags, plan, textOfPlan(plan));
      const introduced = await introduceKey(store, plan);
      print(context, flags, introduced, textOf(store, plan, introduced.newKey));
    });
}

function fateOf({ oldKey }: ReissueOperatorFlags) {
  return oldKey === "drop" ? "dropped" : oldKey && "signing key";
}

async function refuseManaged(store: Store, operator: string): Promise<void> {
  if (!(await operatorInfo(store.paths, operator))?.managed) return;
  throw new AuthError(
    "ERR_KEY_OPERATION",
    `operator ${operator} was imported and belongs to somebody else, who alone can issue it`,
  );
}

function textOf(store: Store, { target, reissues }: RotationPlan, newKey: string): string {
  const again = `kchat-auth rotate ${target.key} --apply`;
  const isKept = target.kind === "operator identity" && target.oldKey === "signing key";
  const configure =
    "put the new operator into every server's configuration (kchat-auth config) and restart them one by one";
  const reissue = `${again} reissue --to ${newKey}, then: kchat-auth push`;
  const steps = isKept
    ? [
        configure,
        reissue,
        `${again} observe, and ${again} retire, then configure and restart again`,
      ]
    : [
        ...(reissues.length > 0 ? [reissue] : []),
        configure,
        `remove ${store.keys.path(target.key)}`,
      ];
  return [`new identity ${newKey}`, ...steps.map((text, index) => `${index + 1}. ${text}`)].join(
    "\n",
  );
}
