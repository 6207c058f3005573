import {
  type AccountLimits,
  createAccount,
  createOperator,
  createUser,
  encodeClaims,
  type KeyPair,
  newAccountClaims,
  newOperatorClaims,
  newUserClaims,
} from "@kchat/auth";
import type { TopologyInput } from "../src/index.js";

/** A chain of trust made for one test file, with what is needed to make users of it. */
const operator: KeyPair = createOperator();
export const sys: KeyPair = createAccount();
export const app: KeyPair = createAccount();

export const operatorJwt: string = encodeClaims(
  "operator",
  newOperatorClaims(operator.getPublicKey(), {
    name: "KO",
    nats: { system_account: sys.getPublicKey() },
  }),
  operator,
);
export const sysJwt: string = accountJwt(sys, "SYS");
export const appJwt: string = accountJwt(app, "KUBECON", { mem_storage: 0, disk_storage: 2 ** 20 });

export function accountJwt(
  account: KeyPair,
  name: string,
  limits: AccountLimits = {},
  signer: KeyPair = operator,
): string {
  const claims = newAccountClaims(account.getPublicKey(), { name, nats: { limits } });
  return encodeClaims("account", claims, signer);
}

/** Makes a user that may do anything in its account. */
export function userOf(account: KeyPair): { jwt: string; seed: Uint8Array } {
  const user = createUser();
  const claims = newUserClaims(user.getPublicKey(), { name: "someone" });
  return { jwt: encodeClaims("user", claims, account), seed: user.getSeed() };
}

/** The smallest complete description; tests change what they are about. */
export function input(changes: Partial<TopologyInput> = {}): TopologyInput {
  return {
    name: "kubecon",
    trust: { operator: operatorJwt, accounts: [sysJwt, appJwt] },
    regions: [{ name: "local", servers: 1 }],
    ...changes,
  };
}
