import type { AccountClaims } from "../claims/types/account.js";
import type { Export, Import } from "../claims/types/sharing.js";
import { createStepBudget, MAX_STEPS } from "../subjects/step-budget.js";
import { isSubject } from "../subjects/subject.js";
import { createSubjectTree, type SubjectTree } from "../subjects/subject-tree.js";
import { isWithin } from "./within.js";

/** Who is meant by an import, and which of its exports contain what is imported, in their order. */
export type Offers = (wanted: Import) => {
  readonly exporter: AccountClaims | undefined;
  readonly offered: readonly Export[];
};

interface Offer {
  readonly index: number;
  readonly shared: Export;
}

/** Looks exports up by subject: comparing each import with each export takes minutes for accounts as large as a token. */
export function createOffers(accounts: readonly AccountClaims[]): Offers {
  const budget = createStepBudget(MAX_STEPS * accounts.length);
  const byKey = new Map(accounts.map((account) => [account.sub as string, account]));
  const trees = new Map<AccountClaims, SubjectTree<Offer>>();

  const treeOf = (exporter: AccountClaims): SubjectTree<Offer> => {
    const known = trees.get(exporter);
    if (known !== undefined) return known;
    const tree = createSubjectTree<Offer>({ budget });
    trees.set(exporter, tree);
    const exports: readonly (Export | null)[] = exporter.nats.exports ?? [];
    for (const [index, shared] of exports.entries()) {
      if (shared?.subject !== undefined && isSubject(shared.subject)) {
        tree.add(shared.subject, { index, shared });
      }
    }
    return tree;
  };

  return ({ account = "", subject = "", type }) => {
    const exporter = byKey.get(account);
    if (exporter === undefined || !isSubject(subject)) return { exporter, offered: [] };
    const offered = treeOf(exporter)
      .containersOf(subject)
      .filter(({ shared }) => shared.type === type && isWithin(subject, shared.subject ?? ""))
      .sort((a, b) => a.index - b.index)
      .map(({ shared }) => shared);
    return { exporter, offered };
  };
}
