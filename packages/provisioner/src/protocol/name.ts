/** What a name looks like: one literal subject token of ASCII, so that no template can be widened through it. */
const namePattern: RegExp = /^[A-Za-z0-9_-]{1,64}$/;

/** The rule in words, for messages. */
export const nameRule = "1 to 64 of the letters A-Z, a-z, the digits 0-9, - and _";

/**
 * Tells whether a person or program may be called so.
 *
 * A scope template such as `chat.dms.{{name()}}` puts a user's name into a subject, and the server only asks that the
 * result be a valid one: a user called `*` would read everybody's messages.
 *
 * @example
 * ```ts
 * isName("wally-q"); // true
 * isName("x.>"); // false
 * ```
 */
export function isName(text: string): boolean {
  return namePattern.test(text);
}
