/**
 * The keys at the top level of a nats.conf text, in lower case; included files aren't read.
 *
 * Tells whether a text decides about something itself (its port, say), so that a default must not override it.
 */
export function topLevelKeys(text: string): Set<string> {
  const keys = new Set<string>();
  let depth = /^\s*\{/.test(text) ? -1 : 0;
  // Comments, strings, brackets, then words: a key is a word or string at depth 0 with a separator behind it.
  const tokens =
    /#[^\n]*|\/\/[^\n]*|("(?:[^"\\]|\\.)*"|'[^']*')|([{[(])|([}\])])|([A-Za-z_][\w-]*)|\n/g;
  let expectsKey = true;
  for (const match of text.matchAll(tokens)) {
    const [token, quoted, open, close, word] = match;
    if (open !== undefined) depth += 1;
    else if (close !== undefined) depth -= 1;
    const key = quoted?.slice(1, -1) ?? word;
    if (key !== undefined && depth === 0 && expectsKey) {
      keys.add(key.toLowerCase());
      expectsKey = false;
    }
    const after = text[match.index + token.length];
    if (token === "\n" || close !== undefined || after === "," || after === ";") expectsKey = true;
  }
  return keys;
}
