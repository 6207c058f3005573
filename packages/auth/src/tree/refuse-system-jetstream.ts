import type { AccountClaims } from "../claims/types/account.js";
import type { OperatorClaims } from "../claims/types/operator.js";
import { validateChain } from "../validation/chain.js";
import { InvalidClaimError } from "../validation/invalid-claim-error.js";
import type { IssueOptions } from "./signers.js";

const RULE = "system-jetstream";

/** Servers end where they are configured with such a system account: "Not allowed to enable JetStream on the system account". */
export function refuseSystemJetStream(
  what: string,
  { operator, account }: { readonly operator: OperatorClaims; readonly account: AccountClaims },
  { disable }: Pick<IssueOptions, "disable">,
): void {
  const found = validateChain({ operator, account }).filter(({ rule }) => rule === RULE);
  if (found.length === 0 || disable === "off" || disable?.includes(RULE)) return;
  throw new InvalidClaimError(what, found);
}
