import type { ChatSnapshot } from "@kchat/chat-core";
import { namesOf } from "./names.js";
import { type Place, placesOf, titleOf } from "./places.js";

/** What a typed name stands for. `rest` is what was typed behind it. */
export type Found =
  | { readonly kind: "one"; readonly place: Place; readonly rest: string }
  | { readonly kind: "several"; readonly titles: readonly string[] }
  | { readonly kind: "none" };

/**
 * Finds the place whose title, public key, or `#channel` a text begins with, whatever the case. A name with blanks in it is
 * found too: the longest match counts. `alice` alone doesn't pick between two who are called so.
 *
 * @example
 * ```ts
 * findPlace(snapshot, "alice see you", "direct"); // the place of alice, rest "see you"
 * ```
 */
export function findPlace(snapshot: ChatSnapshot, typed: string, among: "direct" | "any"): Found {
  const text = typed.trimStart();
  const names = namesOf(snapshot);
  const matches = placesOf(snapshot)
    .filter((place) => among === "any" || place.kind !== "channel")
    .flatMap((place) => {
      const title = titleOf(place, names);
      const length = Math.max(
        ...callNames(place, title).map((name) => (beginsWith(text, name) ? name.length : 0)),
      );
      return length > 0 ? [{ place, title, length }] : [];
    });
  const longest = Math.max(...matches.map(({ length }) => length));
  const [best, ...others] = matches.filter(({ length }) => length === longest);
  if (best === undefined) return { kind: "none" };
  if (others.length > 0) {
    return { kind: "several", titles: [best, ...others].map(({ title }) => title) };
  }
  return { kind: "one", place: best.place, rest: text.slice(longest).trimStart() };
}

function callNames(place: Place, title: string): readonly string[] {
  if (place.kind === "channel") return [title, `#${title}`];
  const { name } = place.kind === "direct" ? place.direct.peer : place.member;
  return [title, `@${title}`, name.trim(), place.id.slice(1)];
}

function beginsWith(text: string, name: string): boolean {
  if (name === "" || text.slice(0, name.length).toLowerCase() !== name.toLowerCase()) return false;
  return text.length === name.length || /\s/.test(text.charAt(name.length));
}
