import type { UserKey } from "../keys/public-key.js";

/** One issued user: enough to revoke it later, though it is in no store. */
export interface IssueRecord {
  /** The name that the token carries. */
  readonly name: string;
  readonly publicKey: UserKey;
  /** Unix seconds. */
  readonly issuedAt: number;
  /** Unix seconds; absent when it never expires. */
  readonly expiresAt?: number | undefined;
}

/**
 * Where issued users are written down. Users that a service issues are in no store, and a revocation needs the public key:
 * without a log a name can't be revoked.
 */
export interface IssueLog {
  append(record: IssueRecord): Promise<void>;
  /** Every record, or those of a name; oldest first. */
  records(name?: string): AsyncIterable<IssueRecord>;
}
