import { createUser } from "@kchat/auth";
import {
  addAccount,
  addOperator,
  addScope,
  addUser,
  createStore,
  lockStore,
  readAccount,
  type Store,
} from "@kchat/auth/nsc";
import { memberPermissions } from "@kchat/chat-core";
import { provisionerPermissions, requesterPermissions } from "@kchat/provisioner";

/** The name of the account and of the chat's space. */
export const spaceName = "KUBECON";

/** The tutorial's cast, as it lies in the nsc store of a directory, where `kchat-auth` finds it too. */
export interface Identities {
  readonly store: Store;
  /** False when everything was found there. */
  readonly created: boolean;
  /** JWT of the operator. */
  readonly operator: string;
  /** JWTs of the accounts, the system account included. */
  readonly accounts: readonly [system: string, kubecon: string];
  /** Public key of the account KUBECON. */
  readonly accountKey: string;
  /** Public key of the scoped signing key that makes members. */
  readonly memberKey: string;
}

/** The two service users of the tutorial. */
export type ServiceUser = "chat-access" | "chat-creds-request";

const operatorName = "KO";
const systemName = "SYS";
const gibibyte = 2 ** 30;

/** Makes operator, accounts, scoped signing key and service users, or finds those of an earlier run. */
export async function findOrMakeIdentities(dir: string): Promise<Identities> {
  const store = await createStore(dir);
  // A joining terminal looks for the same identities at the same time.
  await using _lock = await lockStore(store);
  const operator = await addOperator(store, { name: operatorName, systemAccount: systemName });
  await addAccount(store, {
    name: spaceName,
    jetstream: { memory: gibibyte / 4, disk: gibibyte },
  });
  const member = await addScope(store, {
    account: spaceName,
    role: "member",
    template: memberPermissions(spaceName),
    description: "whoever the provisioner lets in",
    ifDifferent: "update",
  });
  await addUser(store, {
    account: spaceName,
    name: "chat-access" satisfies ServiceUser,
    permissions: provisionerPermissions(),
  });
  const requester = createUser();
  await addUser(store, {
    account: spaceName,
    name: "chat-creds-request" satisfies ServiceUser,
    key: requester,
    permissions: requesterPermissions(requester.getPublicKey()),
  });
  const system = await readAccount(store, { operator: operatorName, account: systemName });
  const kubecon = await readAccount(store, { operator: operatorName, account: spaceName });
  return {
    store,
    created: operator.created,
    operator: operator.token,
    accounts: [system.token, kubecon.token],
    accountKey: kubecon.claims.sub,
    memberKey: member.publicKey,
  };
}

/** The creds file's text of a service user. */
export async function serviceCreds({ store }: Identities, user: ServiceUser): Promise<string> {
  const creds = await store.creds.read({ operator: operatorName, account: spaceName, user });
  if (creds === undefined)
    throw new Error(`the creds of ${user} are missing; remove the directory to start anew`);
  return creds;
}
