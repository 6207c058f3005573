import type { AccountClaims } from "../claims/types/account.js";
import type { Export, Import } from "../claims/types/sharing.js";
import { checkActivation } from "./check-activation.js";
import { createOffers, type Offers } from "./offers.js";

/** One thing that keeps an import from working. */
export interface SharingIssue {
  /** The importing account's public key. */
  readonly importer: string;
  /** The account that it imports from, as the import says. */
  readonly exporter: string;
  /** The imported subject. */
  readonly subject: string;
  /** Stable word for what is wrong. */
  readonly problem:
    | "exporter missing"
    | "not exported"
    | "activation missing"
    | "activation invalid"
    | "account token"
    | "import of itself";
  /** The same in words. */
  readonly message: string;
}

/**
 * Checks every import against the account that should export it, as the servers will - they drop what does not fit without
 * telling anyone. An exporter that is not among `accounts` counts as missing.
 *
 * @throws AuthError `ERR_CLAIM_MALFORMED` for sets of wildcards that are built to take forever.
 * @example
 * const issues = checkSharing([synadia, cncf]);
 * for (const { message } of issues) console.error(message);
 */
export function checkSharing(
  accounts: readonly AccountClaims[],
  now = Math.floor(Date.now() / 1000),
): SharingIssue[] {
  const offers = createOffers(accounts);
  return accounts.flatMap((importer) =>
    (importer.nats.imports ?? []).flatMap((wanted: Import | null) => {
      // Go keeps a null in the list, and validation reports it.
      if (wanted === null) return [];
      const [problem, reason] = whyNot(importer, wanted, offers, now) ?? [];
      if (problem === undefined) return [];
      const { account: exporter = "", subject = "" } = wanted;
      const message = `account ${nameOf(importer)} imports ${wanted.type} ${JSON.stringify(subject)}: ${reason}`;
      return [{ importer: importer.sub, exporter, subject, problem, message }];
    }),
  );
}

function whyNot(
  importer: AccountClaims,
  wanted: Import,
  offers: Offers,
  now: number,
): [SharingIssue["problem"], string] | undefined {
  if (wanted.account === importer.sub) return ["import of itself", "it is its own exporter"];
  const { exporter, offered } = offers(wanted);
  if (exporter === undefined) {
    return ["exporter missing", `its exporter ${wanted.account} is not among the accounts`];
  }
  if (offered.length === 0) {
    return ["not exported", `${nameOf(exporter)} exports no ${wanted.type} that contains it`];
  }
  // The server takes the first export that approves; report why the last one does not.
  let reason: [SharingIssue["problem"], string] | undefined;
  for (const shared of offered) {
    reason = whyRefused(importer, wanted, exporter, shared, now);
    if (reason === undefined) return undefined;
  }
  return reason;
}

function whyRefused(
  importer: AccountClaims,
  wanted: Import,
  exporter: AccountClaims,
  shared: Export,
  now: number,
): [SharingIssue["problem"], string] | undefined {
  const { account_token_position: position = 0 } = shared;
  const ownToken = wanted.subject?.split(".")[position - 1];
  if (position > 0 && ownToken !== importer.sub) {
    return [
      "account token",
      `token ${position} is ${JSON.stringify(ownToken)} and must be the importer's own key ${importer.sub}`,
    ];
  }
  if (!shared.token_req) return undefined;
  if (!wanted.token) return ["activation missing", `${nameOf(exporter)} wants an activation token`];
  const invalid = checkActivation({ importer, wanted, exporter, shared, now });
  return invalid === undefined ? undefined : ["activation invalid", invalid];
}

function nameOf(account: AccountClaims): string {
  return account.name ?? account.sub;
}
