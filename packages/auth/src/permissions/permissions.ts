import type { Permission, Permissions } from "../claims/types/permissions.js";
import { AuthError } from "../errors/auth-error.js";
import { findPlaceholders } from "../scopes/functions.js";
import { reduceSubjects } from "../subjects/reduce.js";
import { contains } from "../subjects/relations.js";
import type { Subject } from "../subjects/subject.js";
import type { Grant } from "./grants.js";
import { mayOverlap } from "./may-overlap.js";

type SubjectGrant = Extract<Grant, { action: string }>;

interface Entry {
  readonly subject: string;
  readonly queue: string | undefined;
  readonly tail: "one-token" | "open";
}

const isTemplate = (text: string): boolean => findPlaceholders(text).length > 0;

/** The subject with placeholders as `*`: what it can at most come to. */
const widest = (text: string): Subject =>
  text
    .split(".")
    .map((token) => (isTemplate(token) ? "*" : token))
    .join(".") as Subject;

const write = ({ subject, queue }: Entry): string => (queue ? `${subject} ${queue}` : subject);

const entriesOf = (
  grants: readonly SubjectGrant[],
  effect: "allow" | "deny",
  action: "publish" | "subscribe",
): Entry[] => {
  const all = grants
    .filter((grant) => grant.effect === effect && grant.action === action)
    .flatMap(({ subjects, queue, tail }) => subjects.map((subject) => ({ subject, queue, tail })));
  const entries = [...new Map(all.map((entry) => [write(entry), entry])).values()];
  const isPlain = (entry: Entry) => entry.queue === undefined && !isTemplate(entry.subject);
  // A queue grant beside a plain one narrows it, so only plain entries absorb each other.
  const kept = new Set<string>(
    reduceSubjects(entries.filter(isPlain).map((entry) => entry.subject as Subject)),
  );
  return entries.filter((entry) => !isPlain(entry) || kept.has(entry.subject));
};

const refuseQueueBesideTemplate = (entries: readonly Entry[], list: string): void => {
  const queued = entries.find((entry) => entry.queue !== undefined);
  if (!queued || !entries.some((entry) => isTemplate(entry.subject))) return;
  throw new AuthError(
    "ERR_PERMISSION",
    `${list}: servers drop the queue entry ${JSON.stringify(write(queued))} because another entry holds a template; use two signing keys`,
  );
};

const refuseDeadGrants = (allowed: readonly Entry[], denied: readonly Entry[]): void => {
  for (const entry of allowed) {
    const ban = denied.find(
      (other) =>
        other.queue === undefined &&
        !isTemplate(other.subject) &&
        contains(other.subject as Subject, widest(entry.subject)),
    );
    if (!ban) continue;
    throw new AuthError(
      "ERR_PERMISSION",
      `allowing ${JSON.stringify(write(entry))} has no effect: ${JSON.stringify(ban.subject)} is denied`,
    );
  }
};

/** Deny entries that keep grants ending in `*` to one token. */
const seals = (allowed: readonly Entry[]): Entry[] => {
  const open = allowed.filter(
    ({ subject, tail }) => tail === "one-token" && (subject === "*" || subject.endsWith(".*")),
  );
  const subjects = [...new Set(open.map(({ subject }) => subject))];
  return subjects.map((subject) => {
    const seal = `${subject}.>`;
    const clash = allowed.find((other) => mayOverlap(seal, other.subject));
    if (clash) {
      throw new AuthError(
        "ERR_PERMISSION",
        `${JSON.stringify(subject)} can't be kept to one token because ${JSON.stringify(write(clash))} is allowed too: pass { tail: "open" } if deeper subjects may be read`,
      );
    }
    return { subject: seal, queue: undefined, tail: "open" };
  });
};

const direction = (allowed: readonly Entry[], denied: readonly Entry[]): Permission | undefined =>
  allowed.length === 0 && denied.length === 0
    ? undefined
    : {
        ...(allowed.length > 0 ? { allow: allowed.map(write) } : {}),
        ...(denied.length > 0 ? { deny: denied.map(write) } : {}),
      };

/**
 * Combines grants into what a user claim, a scope template or default permissions hold. Redundant subjects
 * are dropped; what servers would ignore or turn against its author is refused.
 *
 * @throws {@link AuthError} `ERR_PERMISSION` for grants that contradict each other
 *
 * @example
 * ```ts
 * import { allow, fromUser, permissions, subject } from "@kchat/auth";
 *
 * const member = permissions(
 *   allow("publish", subject`chat.posts.${fromUser.subject()}`),
 *   allow("subscribe", ["chat.posts.*", subject`_INBOX_${fromUser.subject()}.>`]),
 * );
 * ```
 */
export const permissions = (...grants: readonly Grant[]): Permissions => {
  const responses = grants.filter((grant) => grant.effect === "respond");
  const subjects = grants.filter((grant): grant is SubjectGrant => grant.effect !== "respond");
  const [resp, second] = responses;
  if (second) throw new AuthError("ERR_PERMISSION", "respond can only be given once");
  const lists = (action: "publish" | "subscribe") => {
    const allowed = entriesOf(subjects, "allow", action);
    const denied = entriesOf(subjects, "deny", action);
    refuseQueueBesideTemplate(allowed, `${action} allow`);
    refuseQueueBesideTemplate(denied, `${action} deny`);
    refuseDeadGrants(allowed, denied);
    return { allowed, denied };
  };
  const { allowed: publish, denied: noPublish } = lists("publish");
  const { allowed: subscribe, denied: noSubscribe } = lists("subscribe");
  const pub = direction(publish, noPublish);
  const sub = direction(subscribe, [...noSubscribe, ...seals(subscribe)]);
  return {
    ...(pub ? { pub } : {}),
    ...(sub ? { sub } : {}),
    ...(resp ? { resp: { max: resp.max, ttl: resp.ttl } } : {}),
  };
};
