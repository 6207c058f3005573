import { decodeAccount, decodeOperator } from "../claims/token/decode.js";
import type { AccountClaims } from "../claims/types/account.js";
import type { OperatorClaims } from "../claims/types/operator.js";
import type { ConnectionType, UserPermissionLimits } from "../claims/types/permissions.js";
import type { UserClaims } from "../claims/types/user.js";
import type { ScopePreview } from "../scopes/preview.js";

/** What is known about the server and the client beside the user's token. */
export interface ExplainOptions {
  /** The user's account: token or claim. Without it, checks against the account stay unknown. */
  readonly account?: AccountClaims | string | undefined;
  /** The operator that the server trusts: token or claim. */
  readonly operator?: OperatorClaims | string | undefined;
  /** When the user connects, seconds since 1970. @default now */
  readonly at?: number | undefined;
  /** How the client connects. @default "STANDARD" */
  readonly connectionType?: ConnectionType | undefined;
  /** The client's address as the server sees it; without it, `src` stays unknown. */
  readonly source?: string | undefined;
  /** Public key of the seed that the client signs the nonce with; without it, the signature stays unknown. */
  readonly signsWith?: string | undefined;
  /** Whether a trusted proxy forwards the connection. @default false */
  readonly viaProxy?: boolean | undefined;
  /** The server's `resolver_pinned_accounts`. @default none */
  readonly pinnedAccounts?: readonly string[] | undefined;
  /** The server's local time zone, for `times` without a zone of their own. @default "UTC" */
  readonly serverTimeZone?: string | undefined;
  /** The server's `max_control_line` in bytes. @default 4096 */
  readonly maxControlLine?: number | undefined;
}

/** Everything that checks read. */
export interface Facts {
  readonly token: string;
  readonly user: UserClaims;
  readonly account?: AccountClaims | undefined;
  readonly operator?: OperatorClaims | undefined;
  /** What the template of the issuer gives to the user; absent for an issuer without a scope. */
  readonly scope?: ScopePreview | undefined;
  /** What holds for the user: its own limits, or the expanded template under a scoped key. */
  readonly limits: UserPermissionLimits;
  readonly at: number;
  readonly options: ExplainOptions;
}

/** The account as a claim. */
export const accountOf = ({ account }: ExplainOptions): AccountClaims | undefined =>
  typeof account === "string" ? decodeAccount(account.trim(), { mode: "go" }) : account;

/** The operator as a claim. */
export const operatorOf = ({ operator }: ExplainOptions): OperatorClaims | undefined =>
  typeof operator === "string" ? decodeOperator(operator.trim(), { mode: "go" }) : operator;

/** The account that the user says it belongs to. */
export const homeOf = (user: UserClaims): string => user.nats.issuer_account || user.iss || "";

/** A time in words. */
export const dateOf = (seconds: number): string =>
  // Dates end in the year 275760, claims do not.
  Math.abs(seconds) > 8.64e12 ? `second ${seconds}` : new Date(seconds * 1000).toISOString();
