import { ChatError } from "../errors.js";

const maxBytes = 64;

/**
 * Checks a channel's name and returns its canonical form: NFC, 1 to 64 bytes of UTF-8, one subject token without white
 * space, control or invisible characters, and not starting with `$`.
 *
 * @throws ChatError `ERR_CHAT_CHANNEL`
 * @example
 * parseChannelName("Cafe\u0301"); // "Café", four code points
 */
export function parseChannelName(text: string): string {
  const name = text.normalize("NFC");
  if (!isChannelName(name)) {
    throw new ChatError(
      "ERR_CHAT_CHANNEL",
      `${JSON.stringify(text.slice(0, 80))} can't name a channel: use 1 to ${maxBytes} bytes without '.', '*', '>', white space or invisible characters, and no '$' in front.`,
    );
  }
  return name;
}

/** Whether the text is a channel's name in canonical form. */
export function isChannelName(text: string): boolean {
  return isSubjectToken(text) && text.normalize("NFC") === text;
}

/** Whether the text can be one literal token of a subject that people also read: bounded and visible. */
export function isSubjectToken(text: string): boolean {
  // \p{C} and \p{Z}: controls, formats (bidi, zero width), lone surrogates, white space. They can't be told apart on a screen.
  return (
    text.length > 0 &&
    text.length <= maxBytes &&
    !/[.*>\p{C}\p{Z}]|^\$|^\p{M}|\p{M}{5}/u.test(text) &&
    new TextEncoder().encode(text).length <= maxBytes
  );
}
