import { newAccountClaims } from "../claims/build/account.js";
import type { OperatorClaims } from "../claims/types/operator.js";
import type { Export } from "../claims/types/sharing.js";
import { createAccount } from "../keys/create.js";
import type { AccountAddress } from "../nsc/address.js";
import type { Store } from "../nsc/store.js";
import { addUser } from "./add-user.js";
import { type AccountEntry, type OperatorEntry, readAccount } from "./entry.js";
import { issue } from "./issue.js";
import { type IssueOptions, operatorSigner } from "./signers.js";

const DOCUMENTATION = "https://docs.nats.io/nats-server/configuration/sys_accounts";

/** The exports that `nsc` gives a system account (`nsc: cmd/init.go`). */
const MONITORING: readonly Export[] = [
  {
    name: "account-monitoring-streams",
    subject: "$SYS.ACCOUNT.*.>",
    type: "stream",
    account_token_position: 3,
    description: "Account specific monitoring stream",
    info_url: DOCUMENTATION,
  },
  {
    name: "account-monitoring-services",
    subject: "$SYS.REQ.ACCOUNT.*.*",
    type: "service",
    response_type: "Stream",
    account_token_position: 4,
    description:
      "Request account specific monitoring services for: SUBSZ, CONNZ, LEAFZ, JSZ and INFO",
    info_url: DOCUMENTATION,
  },
];

/** Makes the system account as `nsc init` does, with a signing key, the monitoring exports and the user `sys`, or finds it. */
export async function addSystemAccount(
  store: Store,
  { address, claims }: OperatorEntry,
  name: string,
  options: IssueOptions,
): Promise<AccountEntry> {
  const at = { ...address, account: name };
  const isThere = (await store.read(at)) !== undefined;
  const account = isThere
    ? await readAccount(store, at)
    : await issueNew(store, at, claims, options);
  await addUser(store, { ...options, ...at, name: "sys" });
  return account;
}

async function issueNew(
  store: Store,
  at: AccountAddress,
  operator: OperatorClaims,
  options: IssueOptions,
): Promise<AccountEntry> {
  // Found before a seed is stored, so that a failure leaves none behind.
  const signer = await operatorSigner(store, operator, options);
  const identity = createAccount();
  const signing = createAccount();
  await store.keys.put(identity);
  await store.keys.put(signing);
  const claims = newAccountClaims(identity.publicKey, {
    name: at.account,
    nats: { signing_keys: [signing.publicKey], exports: MONITORING },
  });
  return issue(store, "account", { address: at, claims }, signer, options);
}
