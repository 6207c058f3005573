import type { MemberView } from "@kchat/chat-core";
import { type Color, type Span, span } from "./frame.js";

/**
 * Whether a trusted key of the space vouches for a name. It stands in a column of its own before the name, where no name
 * can imitate it.
 */
export function trustMark(verified: boolean): Span {
  return verified ? span("✓", { color: "green" }) : span("?", { color: "yellow" });
}

/** What a member says of itself, as a sign of one column. */
export function presenceMark(member: Pick<MemberView, "status"> | undefined): Span {
  switch (member?.status) {
    case "online":
      return span("●", { color: "green" });
    case "away":
      return span("◐", { color: "yellow" });
    case "busy":
      return span("◍", { color: "red" });
    default:
      return span("○", { dim: true });
  }
}

/** How much is unread: a dot and a number. Nothing at all when nothing is. */
export function unreadMark(unread: number, direct: boolean): readonly Span[] {
  if (unread === 0) return [];
  const count = unread > 99 ? "99+" : String(unread);
  return [span(`•${count}`, { color: direct ? "red" : "yellow", bold: true })];
}

const authorColors: readonly Color[] = ["cyan", "magenta", "blue", "green", "yellow"];

/** The colour of a member's name: the same in every place and on every client, because it comes from the key. */
export function colorOf(key: string): Color {
  let hash = 0;
  for (let index = 0; index < key.length; index += 1) {
    hash = (hash * 31 + key.charCodeAt(index)) >>> 0;
  }
  return authorColors[hash % authorColors.length] ?? "cyan";
}
