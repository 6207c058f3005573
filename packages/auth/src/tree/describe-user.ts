import { isRevoked } from "../revocation/revocation-list.js";
import type { UserEntry } from "./entry.js";
import { section, time } from "./lines.js";
import { permissionLines } from "./permission-lines.js";
import type { AccountBranch } from "./read-tree.js";
import { scopes } from "./signing-keys.js";

/** One user of a description. */
export function describeUser({ address, claims }: UserEntry, account: AccountBranch): string {
  const scope = scopes(account.claims).find(({ key }) => key === claims.iss);
  const revoked = isRevoked(account.claims.nats.revocations, claims.sub, claims.iat);
  return section(
    `user ${address.user}`,
    [
      ["key", claims.sub],
      ["signed by", scope ? `scope ${scope.role || scope.key}` : claims.iss],
      ["issued", time(claims.iat)],
      ["valid from", claims.nbf ? time(claims.nbf) : undefined],
      ["expires", time(claims.exp)],
      ["revoked", revoked ? "yes" : undefined],
      ["tags", claims.nats.tags],
      ...permissionLines(claims.nats),
    ],
    "  ",
  );
}
