/**
 * Makes a peer's text safe to show: control characters (C0, C1, DEL) become U+FFFD except line breaks and tabs; bidi
 * overrides, embeddings and isolates and other invisible format characters go, except the joiners that emoji and scripts
 * need; more than 4 combining marks in a row are cut; lone surrogates become U+FFFD. Views still escape for their own
 * medium (HTML).
 *
 * @example
 * displayText("\u001b[2Jhi"); // "\uFFFD[2Jhi"
 */
export function displayText(text: string): string {
  return clean(text.replace(/\r\n?|[\u2028\u2029]/g, "\n"));
}

/**
 * Makes a peer's name safe to show on one line: as `displayText`, white space folded to single blanks, joiners removed,
 * cut to `maxLength` code points.
 *
 * @example
 * displayName("  al\nice\u202E "); // "al ice"
 */
export function displayName(name: string, maxLength = 32): string {
  // Cut before the expensive steps: a peer chooses the length.
  const bounded = name.slice(0, maxLength * 8);
  const line = clean(bounded).replace(/\u200C|\u200D|\uFE0E|\uFE0F/g, "");
  return [...line.replace(/[\s\p{Z}]+/gu, " ").trim()].slice(0, maxLength).join("");
}

function clean(text: string): string {
  return text
    .replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, "\uFFFD")
    .replace(/[^\P{Cf}\u200C\u200D]|[\u115F\u1160\u3164\uFFA0]/gu, "")
    .replace(/(\u200C|\u200D)(?:\u200C|\u200D)+/g, "$1")
    .replace(/(\p{M}{4})\p{M}+/gu, "$1");
}
