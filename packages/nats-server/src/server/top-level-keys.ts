/**
 * The keys at the top level of a nats.conf text, in lower case; included files aren't read.
 *
 * Tells whether a text decides about something itself (its port, say), so that a default must not override it.
 */
export function topLevelKeys(text: string): Set<string> {
  const keys = new Set<string>();
  let depth = /^\s*\{/.test(text) ? -1 : 0;
  // Comments, strings, brackets, words, separators. Strings may lack their end, so that no text is scanned twice.
  const tokens =
    /#[^\n]*|\/\/[^\n]*|("(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?)|([{[(])|([}\])])|([A-Za-z_][\w-]*)|([\n,;])/g;
  let expectsKey = true;
  for (const [, quoted, open, close, word, separator] of text.matchAll(tokens)) {
    if (open !== undefined) depth += 1;
    if (close !== undefined) depth -= 1;
    const key = quoted?.slice(1, -1) ?? word;
    if (key !== undefined && depth === 0 && expectsKey) {
      keys.add(key.toLowerCase());
      expectsKey = false;
    }
    if (separator !== undefined || close !== undefined) expectsKey = true;
  }
  return keys;
}
