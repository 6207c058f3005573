/** A text that is being written, and where the cursor stands in it, in UTF-16 units. */
export interface Draft {
  readonly text: string;
  readonly cursor: number;
}

/** Nothing written yet. */
export const emptyDraft: Draft = { text: "", cursor: 0 };

/** More than any message may have; it keeps a paste of a whole file from slowing every key after it. */
const longestDraft = 65_536;

/** Units looked at around the cursor to find a character's edge. */
const reach = 64;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Writes at the cursor. Line breaks of every kind become `\n`; what exceeds the longest draft is cut. */
export function insert(draft: Draft, text: string): Draft {
  const room = longestDraft - draft.text.length;
  const added = text.replace(/\r\n?/g, "\n").slice(0, Math.max(0, room));
  return {
    text: draft.text.slice(0, draft.cursor) + added + draft.text.slice(draft.cursor),
    cursor: draft.cursor + added.length,
  };
}

/** Removes the character before the cursor: what a reader sees as one, however many code points it has. */
export function eraseBackward(draft: Draft): Draft {
  return erase(draft, before(draft), draft.cursor);
}

/** Removes the character after the cursor. */
export function eraseForward(draft: Draft): Draft {
  return erase(draft, draft.cursor, after(draft));
}

/** Removes the word before the cursor and the blanks behind it. */
export function eraseWord(draft: Draft): Draft {
  return erase(draft, wordStart(draft), draft.cursor);
}

/** Removes everything before the cursor. */
export function eraseToStart(draft: Draft): Draft {
  return erase(draft, 0, draft.cursor);
}

/** Removes everything after the cursor. */
export function eraseToEnd(draft: Draft): Draft {
  return erase(draft, draft.cursor, draft.text.length);
}

/** Where the cursor can be moved to. */
export type Movement = "left" | "right" | "start" | "end" | "word-left" | "word-right";

/** Moves the cursor by a character, by a word or to an end. */
export function move(draft: Draft, movement: Movement): Draft {
  const target = {
    left: before,
    right: after,
    start: () => 0,
    end: () => draft.text.length,
    "word-left": wordStart,
    "word-right": wordEnd,
  }[movement];
  return { text: draft.text, cursor: target(draft) };
}

function erase(draft: Draft, from: number, to: number): Draft {
  return { text: draft.text.slice(0, from) + draft.text.slice(to), cursor: from };
}

function before({ text, cursor }: Draft): number {
  const near = text.slice(Math.max(0, cursor - reach), cursor);
  const last = [...graphemes.segment(near)].at(-1);
  return cursor - (last?.segment.length ?? 0);
}

function after({ text, cursor }: Draft): number {
  const [first] = graphemes.segment(text.slice(cursor, cursor + reach));
  return cursor + (first?.segment.length ?? 0);
}

function wordStart({ text, cursor }: Draft): number {
  const words = text.slice(0, cursor).trimEnd();
  return Math.max(words.lastIndexOf(" "), words.lastIndexOf("\n")) + 1;
}

function wordEnd({ text, cursor }: Draft): number {
  return cursor + (/^\s*\S*/.exec(text.slice(cursor))?.[0].length ?? 0);
}
