import type { RotationTarget } from "./target.js";

/** One step of a rotation. */
export interface RotationStep {
  readonly step: "introduce" | "distribute" | "reissue" | "hand over" | "observe" | "retire";
  readonly text: string;
}

// A server keeps its operators for life: "config reload not supported for TrustedOperators" (`nats-server: server/reload.go`).
const RESTART =
  "put the operator's new token into every server's configuration and restart them one after another; none takes it by a reload";

/** The steps of a rotation in words; `names` are those of what the old key signed. */
export function stepsOf(target: RotationTarget, names: readonly string[]): RotationStep[] {
  const reissues = names.length > 0 ? names.join(", ") : "nothing in this store";
  switch (target.kind) {
    case "operator identity":
      return target.oldKey === "dropped"
        ? identityDropped(names)
        : [
            {
              step: "introduce",
              text: "give the operator a new identity key; the old one becomes a signing key",
            },
            ...operatorSteps(reissues),
          ];
    case "operator signing key":
      return [
        { step: "introduce", text: "add a new signing key to the operator, beside the old one" },
        ...operatorSteps(reissues),
      ];
    default:
      return accountSteps(target.kind, reissues);
  }
}

function operatorSteps(reissues: string): RotationStep[] {
  return [
    { step: "distribute", text: RESTART },
    { step: "reissue", text: `sign again with the new key and push: ${reissues}` },
    { step: "observe", text: "wait until no server holds an account that the old key signed" },
    { step: "retire", text: `remove the old key from the operator; ${RESTART}` },
  ];
}

function identityDropped(names: readonly string[]): RotationStep[] {
  const reissue: RotationStep = {
    step: "reissue",
    text: `sign again what only the old key vouched for and push; servers may refuse it from then on until they are restarted: ${names.join(", ")}`,
  };
  return [
    {
      step: "introduce",
      text: "give the operator a new identity key and drop the old one; signing keys, and what they signed, stay",
    },
    ...(names.length > 0 ? [reissue] : []),
    { step: "distribute", text: RESTART },
    { step: "retire", text: "remove the seed of the old key" },
  ];
}

function accountSteps(kind: "account signing key" | "scope", reissues: string): RotationStep[] {
  const what = kind === "scope" ? "a new key with the same role and template" : "a new signing key";
  return [
    { step: "introduce", text: `add ${what} to the account, beside the old one` },
    { step: "distribute", text: "push the account to every server" },
    { step: "reissue", text: `sign again with the new key: ${reissues}` },
    {
      step: "hand over",
      text: "give the new creds, and the new key, to whoever holds the old ones",
    },
    { step: "observe", text: "wait until nobody is connected with what the old key signed" },
    {
      step: "retire",
      text: "remove the old key from the account and push: what it signed is refused",
    },
  ];
}
