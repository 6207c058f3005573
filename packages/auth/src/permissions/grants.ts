import { AuthError } from "../errors/auth-error.js";
import { parseSubject, type Subject } from "../subjects/subject.js";
import { parseSubjectTemplate, type SubjectTemplate } from "./subject-template.js";

/** A subject of a grant: a plain text is checked, results of {@link subject} are safe by construction. */
export type GrantSubject = string | Subject | SubjectTemplate;

/** A leave or a ban, to be combined by {@link permissions}. */
export type Grant =
  | {
      readonly effect: "allow" | "deny";
      readonly action: "publish" | "subscribe";
      readonly subjects: readonly (Subject | SubjectTemplate)[];
      readonly queue?: string | undefined;
      readonly tail: "one-token" | "open";
    }
  | { readonly effect: "respond"; readonly max: number; readonly ttl: number };

/** What a subscribe grant may say besides its subject. */
export interface SubscribeOptions {
  /** Only as a member of this queue group; wildcards name many groups. */
  readonly queue?: string | undefined;
  /**
   * What a grant ending in `*` means. Servers let it subscribe to `>` in place of the `*` and deliver deeper
   * subjects; `one-token` adds the deny entry that stops this, `open` leaves it.
   * @default "one-token"
   */
  readonly tail?: "one-token" | "open" | undefined;
}

const grant = (
  effect: "allow" | "deny",
  action: "publish" | "subscribe",
  subjects: GrantSubject | readonly GrantSubject[],
  options: SubscribeOptions,
): Grant => {
  const { queue, tail = "one-token" } = options;
  if (queue !== undefined && action === "publish") {
    throw new AuthError("ERR_PERMISSION", "queue groups have no meaning for publishing");
  }
  const list = typeof subjects === "string" ? [subjects] : subjects;
  if (list.length === 0) {
    throw new AuthError("ERR_PERMISSION", `${effect} ${action} needs at least one subject`);
  }
  return {
    effect,
    action,
    subjects: list.map(parseSubjectTemplate),
    queue: queue === undefined ? undefined : parseSubject(queue),
    tail,
  };
};

/**
 * Lets a user publish or subscribe; the first allow of an action closes everything else of it.
 *
 * @throws {@link AuthError} `ERR_SUBJECT`, `ERR_TEMPLATE` or `ERR_PERMISSION`
 *
 * @example
 * ```ts
 * import { allow, permissions } from "@kchat/auth";
 *
 * permissions(allow("publish", "chat.posts"), allow("subscribe", "work.>", { queue: "workers" }));
 * ```
 */
export function allow(action: "publish", subjects: GrantSubject | readonly GrantSubject[]): Grant;
export function allow(
  action: "subscribe",
  subjects: GrantSubject | readonly GrantSubject[],
  options?: SubscribeOptions,
): Grant;
export function allow(
  action: "publish" | "subscribe",
  subjects: GrantSubject | readonly GrantSubject[],
  options: SubscribeOptions = {},
): Grant {
  return grant("allow", action, subjects, options);
}

/**
 * Forbids to publish or subscribe, whatever is allowed; also stops delivery to wider subscriptions.
 *
 * @throws {@link AuthError} `ERR_SUBJECT`, `ERR_TEMPLATE` or `ERR_PERMISSION`
 *
 * @example
 * ```ts
 * import { deny, permissions } from "@kchat/auth";
 *
 * permissions(deny("publish", "chat.admin.>"));
 * ```
 */
export function deny(action: "publish", subjects: GrantSubject | readonly GrantSubject[]): Grant;
export function deny(
  action: "subscribe",
  subjects: GrantSubject | readonly GrantSubject[],
  options?: Pick<SubscribeOptions, "queue">,
): Grant;
export function deny(
  action: "publish" | "subscribe",
  subjects: GrantSubject | readonly GrantSubject[],
  options: Pick<SubscribeOptions, "queue"> = {},
): Grant {
  return grant("deny", action, subjects, { ...options, tail: "open" });
}

/**
 * Lets a service answer requests on their reply subjects, instead of a grant for everyone's inboxes.
 *
 * @throws {@link AuthError} `ERR_PERMISSION` for limits that are not above zero
 *
 * @example
 * ```ts
 * import { allow, permissions, respond } from "@kchat/auth";
 *
 * permissions(allow("subscribe", "chat.req.access"), respond({ max: 1, ttlMs: 5_000 }));
 * ```
 */
export const respond = (
  options: {
    /** Replies per request. @default 1 */
    readonly max?: number | undefined;
    /** Milliseconds after the request. @default 120_000 */
    readonly ttlMs?: number | undefined;
  } = {},
): Grant => {
  const { max = 1, ttlMs = 120_000 } = options;
  const ttl = ttlMs * 1e6;
  if (!Number.isInteger(max) || max < 1 || !Number.isSafeInteger(ttl) || ttl < 1) {
    throw new AuthError(
      "ERR_PERMISSION",
      `respond needs a whole number of replies above 0 and a time above 0 ms, got ${max} and ${ttlMs}`,
    );
  }
  return { effect: "respond", max, ttl };
};
