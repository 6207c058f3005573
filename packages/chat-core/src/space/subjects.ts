import { ChatError } from "../errors.js";
import { isChannelName, isSubjectToken } from "./channel-name.js";

/** The subjects of one space, for publishing and for subscribing. */
export interface SpaceSubjects {
  readonly online: string;
  readonly roster: string;
  /** Every channel's posts. */
  readonly allPosts: string;
  posts(channel: string): string;
  dms(recipientKey: string): string;
  member(key: string): string;
}

/**
 * The subjects of a space (`chat.S.online`, `chat.S.posts.<channel>`, ...).
 *
 * @throws ChatError `ERR_CHAT_OPTION` when the name can't be one subject token.
 * @example
 * spaceSubjects("KUBECON").posts("General"); // "chat.KUBECON.posts.General"
 */
export function spaceSubjects(space: string): SpaceSubjects {
  if (!isSubjectToken(space)) {
    throw new ChatError(
      "ERR_CHAT_OPTION",
      `${JSON.stringify(space.slice(0, 80))} can't name a space: it must be one subject token such as KUBECON.`,
    );
  }
  const prefix = `chat.${space}`;
  return {
    online: `${prefix}.online`,
    roster: `${prefix}.roster`,
    allPosts: `${prefix}.posts.*`,
    posts: (channel) => `${prefix}.posts.${channel}`,
    dms: (recipientKey) => `${prefix}.dms.${recipientKey}`,
    member: (key) => `${prefix}.member.${key}`,
  };
}

/** Where a token travelled, as far as the chat reads it. */
export type Route =
  | { readonly kind: "online" }
  | { readonly kind: "post"; readonly channel: string }
  | { readonly kind: "dm"; readonly recipient: string };

/** Reads a subject of the space; `undefined` for every other one, and for a channel's name that isn't canonical. */
export function parseRoute(space: string, subject: string): Route | undefined {
  const [root, name, kind, last, ...rest] = subject.split(".", 6);
  if (root !== "chat" || name !== space || rest.length > 0) return undefined;
  if (kind === "online" && last === undefined) return { kind: "online" };
  if (last === undefined) return undefined;
  if (kind === "posts" && isChannelName(last)) return { kind: "post", channel: last };
  if (kind === "dms") return { kind: "dm", recipient: last };
  return undefined;
}
