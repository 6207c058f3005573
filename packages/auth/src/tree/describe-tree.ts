import { describeAccount } from "./describe-account.js";
import { describeUser } from "./describe-user.js";
import { section, time } from "./lines.js";
import type { Tree } from "./read-tree.js";

/** Options of {@link describeTree}. */
export interface DescribeOptions {
  /** The name of the account to describe alone. @default all of them */
  readonly account?: string | undefined;
}

/**
 * The tree as text for a terminal: who there is, which keys they have, what they may do and until when. Control characters in
 * names are shown as escapes, so that a stranger's token can't move the cursor.
 *
 * @example
 * process.stdout.write(describeTree(await readTree(store)));
 */
export function describeTree(tree: Tree, { account: only }: DescribeOptions = {}): string {
  const { claims, address } = tree.operator;
  const { nats } = claims;
  const system = tree.accounts.find((account) => account.claims.sub === nats.system_account);
  const operator = section(`operator ${address.operator}`, [
    ["key", claims.sub],
    ["issued", time(claims.iat)],
    ["valid from", claims.nbf ? time(claims.nbf) : undefined],
    ["expires", time(claims.exp)],
    ["signing keys", nats.signing_keys],
    ["strict", nats.strict_signing_key_usage ? "identity keys sign nothing but themselves" : "no"],
    [
      "system account",
      system ? `${system.address.account} ${nats.system_account}` : nats.system_account,
    ],
    ["account server", nats.account_server_url],
    ["service URLs", nats.operator_service_urls],
    ["server at least", nats.assert_server_version],
    ["tags", nats.tags],
  ]);
  const shown = tree.accounts.filter(({ address: { account } }) => account === (only ?? account));
  const accounts = shown.flatMap((account) => [
    describeAccount(account),
    ...account.users.map((user) => describeUser(user, account)),
  ]);
  return [operator, ...accounts].join("\n");
}
