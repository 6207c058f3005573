import type { Author, ChatSnapshot } from "@kchat/chat-core";
import { clip } from "../text/fit.js";
import { messagesOf, placeOf } from "./places.js";

/** What a member is called on this screen, by public key. */
export type Names = (author: Pick<Author, "key" | "name">) => string;

/** Characters of the key that tell equal names apart: 30 bits, so that a matching one costs a forger a billion keys. */
const suffixLength = 6;

const cache = new WeakMap<ChatSnapshot, Names>();

/**
 * The names of everybody the snapshot knows. A name that two keys carry is followed by the end of the key, for both of them,
 * so every client tells them apart alike and nobody can take a name by being first. Names count as equal when they look
 * equal: after unsafe characters are gone, whatever their case.
 *
 * @example
 * ```ts
 * namesOf(snapshot)(message.from); // "alice", or "alice·7QK2XF" when there are two
 * ```
 */
export function namesOf(snapshot: ChatSnapshot): Names {
  const known = cache.get(snapshot);
  if (known !== undefined) return known;
  const holders = new Map<string, Set<string>>();
  for (const { key, name } of everybody(snapshot)) {
    const look = lookOf(name);
    const keys = holders.get(look);
    if (keys === undefined) holders.set(look, new Set([key]));
    else keys.add(key);
  }
  const names: Names = ({ key, name }) => {
    const shown = shownName(name);
    const suffix = key.slice(-suffixLength);
    // A name with our own separator in it could otherwise look like a name that we told apart.
    const plain = shown !== "" && !shown.includes("·") && holders.get(lookOf(name))?.size === 1;
    return plain ? shown : `${shown}·${suffix}`;
  };
  cache.set(snapshot, names);
  return names;
}

/** Cuts a name to a width, but not the key's end behind it: that is what tells it apart. */
export function clipName(name: string, width: number): string {
  const at = name.lastIndexOf("·");
  if (at === -1) return clip(name, width).text;
  const suffix = name.slice(at);
  return clip(name.slice(0, at), Math.max(0, width - suffix.length)).text + suffix;
}

function* everybody(snapshot: ChatSnapshot): Iterable<Pick<Author, "key" | "name">> {
  yield snapshot.me;
  yield* snapshot.members;
  for (const { peer } of snapshot.directs) yield peer;
  // Whoever is gone from the members may still stand in the messages on the screen.
  for (const { from } of messagesOf(placeOf(snapshot, snapshot.selected))) yield from;
}

function shownName(name: string): string {
  return clip(name, Number.POSITIVE_INFINITY).text.trim();
}

function lookOf(name: string): string {
  return shownName(name).normalize("NFKC").toLowerCase();
}
