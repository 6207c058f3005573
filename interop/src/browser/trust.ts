import {
  createAccount,
  createOperator,
  createUser,
  encodeClaims,
  formatCreds,
  issueUser,
  type KeyPair,
  memoryResolverConfig,
  newAccountClaims,
  newOperatorClaims,
  type UserPermissionLimits,
} from "@kchat/auth";
import { memberPermissions } from "@kchat/chat-core";

/** Operator mode with one account for the chat, and room for an account that a page makes. */
export interface Trust {
  readonly space: string;
  readonly account: string;
  readonly accountJwt: string;
  /** The scoped signing key that makes members. */
  readonly memberSigner: KeyPair;
  /** The part of a server's configuration; the operator takes accounts of others in. */
  config(others?: readonly string[]): string;
  /** Creds of a user with rights of its own. */
  creds(name: string, grant: (publicKey: string) => UserPermissionLimits): string;
  /** Creds of a member, as the provisioner would issue them. */
  memberCreds(name: string): string;
}

export function makeTrust(space: string): Trust {
  const [operator, accountKey, memberSigner] = [createOperator(), createAccount(), createAccount()];
  const account = newAccountClaims(accountKey.publicKey, {
    name: space,
    nats: {
      signing_keys: [
        {
          kind: "user_scope",
          key: memberSigner.publicKey,
          role: "member",
          template: memberPermissions(space),
        },
      ],
    },
  });
  const operatorJwt = encodeClaims(
    "operator",
    newOperatorClaims(operator.publicKey, { name: "KO" }),
    operator,
  );
  const accountJwt = encodeClaims("account", account, operator);
  const ofOther = (key: string) =>
    encodeClaims("account", newAccountClaims(key, { name: `OF-${key.slice(0, 6)}` }), operator);
  return {
    space,
    account: accountKey.publicKey,
    accountJwt,
    memberSigner,
    config: (others = []) =>
      memoryResolverConfig({
        operator: operatorJwt,
        accounts: [accountJwt, ...others.map(ofOther)],
      }),
    creds(name, grant) {
      const user = createUser();
      const options = { user: user.publicKey, account, name, grant: grant(user.publicKey) };
      return formatCreds(issueUser(accountKey, options), user);
    },
    memberCreds(name) {
      const user = createUser();
      return formatCreds(issueUser(memberSigner, { user: user.publicKey, account, name }), user);
    },
  };
}
