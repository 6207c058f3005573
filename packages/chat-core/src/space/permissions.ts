import { spaceSubjects } from "./subjects.js";

/** Permissions of a member, in the JSON shape of a NATS user JWT or of a scoped signing key's template. */
export interface MemberPermissions {
  pub: { allow: string[] };
  sub: { allow: string[]; deny: string[] };
  /** `ttl` in nanoseconds, as NATS counts it. */
  resp: { max: number; ttl: number };
}

/**
 * What a member of the space may do, as the template of a scoped signing key: the server puts the member's own key where
 * `{{subject()}}` stands. A member can't read another's direct messages, nor send under another's key, nor read another's replies.
 *
 * The provisioner's subjects are not in it: add those that your provisioner serves.
 *
 * @throws ChatError `ERR_CHAT_OPTION` when the space's name can't be one subject token.
 * @example
 * account.nats.signing_keys = [
 *   { kind: "user_scope", key: signingKey, role: "member", template: memberPermissions("KUBECON") },
 * ];
 */
export function memberPermissions(space: string): MemberPermissions {
  const me = "{{subject()}}";
  const { online, roster, posts, dms, member } = spaceSubjects(space);
  const acts = `chat.${space}.acts`;
  const dmActs = `chat.${space}.dmacts`;
  const hints = `chat.${space}.hints`;
  return {
    pub: {
      allow: [
        online,
        posts("*"),
        dms("*"),
        `${acts}.*.${me}`,
        `${dmActs}.*.${me}`,
        `${hints}.*.${me}`,
        roster,
        member("*"),
      ],
    },
    sub: {
      allow: [
        online,
        posts("*"),
        dms(me),
        `${acts}.*.*`,
        `${dmActs}.${me}.*`,
        `${hints}.*.*`,
        roster,
        member(me),
        `${inboxPrefix(me)}.>`,
      ],
      // A server that allows `a.*` also lets a subscriber ask for `a.>` (measured on nats-server 2.14.0 and 2.15.1).
      deny: [posts("*.>"), `${acts}.*.*.>`, `${dmActs}.${me}.*.>`, `${hints}.*.*.>`],
    },
    resp: { max: 1, ttl: 5_000_000_000 },
  };
}

/**
 * The private inbox of a member. Give it to the client as `inboxPrefix`: the server refuses every other one.
 *
 * @example
 * const connection = await connect({ inboxPrefix: inboxPrefix(keyPair.getPublicKey()) });
 */
export function inboxPrefix(userKey: string): string {
  return `_INBOX_${userKey}`;
}
