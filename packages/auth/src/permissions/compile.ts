import type { Permissions, ResponsePermission } from "../claims/types/permissions.js";
import { isServerSubject, queueMatches } from "../subjects/server-subject.js";
import { createStepBudget } from "../subjects/step-budget.js";
import { createSubjectTree } from "../subjects/subject-tree.js";
import { arePermissionsEmpty } from "./is-empty.js";

/** The message that a publish answers; servers count replies per request. */
export interface AnsweredRequest {
  /** Messages already sent to its reply subject. @default 0 */
  readonly repliesSent?: number | undefined;
  /** Milliseconds since the request arrived. @default 0 */
  readonly elapsedMs?: number | undefined;
}

/** Permissions made ready for many questions. */
export interface CompiledPermissions {
  /** Whether a message may be published; `answers` when `subject` is the reply subject of a received request. */
  readonly canPublish: (subject: string, answers?: AnsweredRequest) => boolean;
  /** Whether a subscription is accepted. */
  readonly canSubscribe: (subject: string, queue?: string) => boolean;
}

type Entry = { readonly queue: string | undefined };

/** What Go's `strings.Fields` splits at: NEL too, but no byte order mark, other than `\s`. */
const GO_SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Subject and queue, and enough parts more to tell that there are more. */
const MAX_PARTS = 4;

/** Entries by subject, of any length; those that servers drop with a log line are left out. */
const compileList = (entries: readonly string[]): ((subject: string) => Entry[]) => {
  const tree = createSubjectTree<Entry>({ budget: createStepBudget(Number.POSITIVE_INFINITY) });
  for (const entry of entries) {
    const parts = entry.split(GO_SPACE, MAX_PARTS).filter((part) => part !== "");
    const [subject, queue] = parts;
    if (subject === undefined || parts.length > 2 || !isServerSubject(subject)) continue;
    if (queue === undefined || isServerSubject(queue)) tree.add(subject, { queue });
  }
  return tree.containersOf;
};

const plain = (entry: Entry): boolean => entry.queue === undefined;

const admits = (entries: readonly Entry[], queue: string | undefined): boolean => {
  const queues = entries.flatMap((entry) => entry.queue ?? []);
  return queue !== undefined && queues.length > 0
    ? queues.some((name) => queueMatches(queue, name))
    : entries.some(plain);
};

const forbids = (entries: readonly Entry[], queue: string | undefined): boolean =>
  entries.some(
    (entry) =>
      entry.queue === undefined || (queue !== undefined && queueMatches(queue, entry.queue)),
  );

const DEFAULT_REPLIES = 1;
const DEFAULT_REPLY_TTL_NS = 120e9;

const mayAnswer = (grant: ResponsePermission, request: AnsweredRequest): boolean => {
  const { repliesSent = 0, elapsedMs = 0 } = request;
  const max = grant.max || DEFAULT_REPLIES;
  const ttlMs = (Number(grant.ttl) || DEFAULT_REPLY_TTL_NS) / 1e6;
  return (max < 0 || repliesSent < max) && (ttlMs < 0 || elapsedMs <= ttlMs);
};

/**
 * Reads permissions as a server does (`nats-server: server/client.go` setPermissions, canSubscribe,
 * pubAllowed; `server/accounts.go` buildPermissionsFromJwt).
 *
 * Two measured surprises: `resp` closes publishing unless `pub.allow` is there, and a subscribe grant
 * `a.*` also admits a subscription to `a.>`, whose messages are delivered - deny `a.*.>` beside it.
 *
 * @example
 * ```ts
 * import { compilePermissions } from "@kchat/auth";
 *
 * compilePermissions({ pub: { allow: ["a.>"] } }).canPublish("a.b"); // true
 * ```
 */
export const compilePermissions = (permissions: Permissions): CompiledPermissions => {
  const all = arePermissionsEmpty(permissions);
  const { pub, sub, resp } = permissions;
  const pubIsSet = (pub?.allow?.length ?? 0) > 0 || (pub?.deny?.length ?? 0) > 0;
  // An empty list that a token spells out closes publishing once there is a deny list.
  const pubAllow = (pubIsSet ? pub?.allow : undefined) ?? (resp ? [] : undefined);
  const allowsPublish = pubAllow && compileList(pubAllow);
  const deniesPublish = compileList(pub?.deny ?? []);
  const subAllow = sub?.allow ?? [];
  const allowsSubscribe = compileList(subAllow);
  const deniesSubscribe = compileList(sub?.deny ?? []);

  return {
    canPublish: (subject, answers) => {
      if (!isServerSubject(subject)) return false;
      if (all) return true;
      const allowed = !allowsPublish || allowsPublish(subject).some(plain);
      // A queue has no meaning here: a deny entry with one still denies.
      if (allowed && deniesPublish(subject).length === 0) return true;
      return resp && answers ? mayAnswer(resp, answers) : false;
    },
    canSubscribe: (subject, queue) => {
      if (!isServerSubject(subject)) return false;
      const group = queue === "" ? undefined : queue;
      if (subAllow.length > 0 && !admits(allowsSubscribe(subject), group)) return false;
      return !forbids(deniesSubscribe(subject), group);
    },
  };
};
