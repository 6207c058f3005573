import { goLower } from "../claims/json/go-text.js";
import type { AccountClaims } from "../claims/types/account.js";
import type { UserClaims } from "../claims/types/user.js";
import type { TemplateFunction } from "./functions.js";

/** What template functions read of a user and its account. */
export interface ScopeUser {
  /** `name()`: the `name` of the user's claim. @default "" */
  readonly name?: string | undefined;
  /** `subject()`: the user's public key. */
  readonly subject: string;
  /** `tag(k)`: every tag `k:value`. @default [] */
  readonly tags?: readonly string[] | undefined;
  /** `account-name()`. @default "" */
  readonly accountName?: string | undefined;
  /** `account-subject()`: the account's public key. @default "" */
  readonly accountSubject?: string | undefined;
  /** `account-tag(k)`. @default [] */
  readonly accountTags?: readonly string[] | undefined;
}

/**
 * Collects what templates read from claims.
 *
 * @example
 * ```ts
 * import { previewScope, scopeUserOf } from "@kchat/auth";
 *
 * previewScope(template, scopeUserOf(user, account));
 * ```
 */
export const scopeUserOf = (user: UserClaims, account: AccountClaims): ScopeUser => ({
  name: user.name,
  subject: user.sub,
  tags: user.nats.tags,
  accountName: account.name,
  accountSubject: user.nats.issuer_account,
  accountTags: account.nats.tags,
});

/** The values of a function for a user; an undefined tag has none. */
export const valuesOf = (operation: TemplateFunction, user: ScopeUser): string[] => {
  switch (operation.kind) {
    case "name":
      return [user.name ?? ""];
    case "subject":
      return [user.subject];
    case "account-name":
      return [user.accountName ?? ""];
    case "account-subject":
      return [user.accountSubject ?? ""];
    default: {
      const tags = (operation.kind === "tag" ? user.tags : user.accountTags) ?? [];
      const prefix = `${goLower(operation.key)}:`;
      return tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));
    }
  }
};
