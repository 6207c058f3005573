import { type Row, row, type Size, span } from "./frame.js";

const lines: readonly (readonly [keys: string, meaning: string])[] = [
  ["Enter", "send"],
  ["Alt-Enter, Ctrl-J", "a new line within the message"],
  ["Tab, Shift-Tab, ↑ ↓", "the next or previous conversation"],
  ["Alt-1 … Alt-9", "the first nine conversations"],
  ["Alt-A, Ctrl-N", "the next unread one"],
  ["Page Up, Page Down", "older, newer messages; Esc goes to the newest"],
  ["Ctrl-A E U K W", "start, end, erase before, erase behind, erase a word"],
  ["Ctrl-L", "draw the screen again"],
  ["Ctrl-C", "leave; twice doesn't wait for the goodbye"],
  ["", ""],
  ["/dm NAME [TEXT]", "write to a member alone"],
  ["/go NAME", "go to a channel or member"],
  ["/retry, /discard", "send again, or drop, what failed in this conversation"],
  ["/help, /quit", "this page; leave"],
  ["", ""],
  ["✓ alice   ? alice", "the space vouches for this name, or nobody does"],
  ["● ◐ ◍ ○", "online, away, busy, offline"],
  ["•3", "three unread messages"],
];

/** The page of keys, commands and signs. It stands where the messages do until the next key. */
export function viewHelp(size: Size): readonly Row[] {
  const keysWidth = Math.min(22, Math.floor(size.columns / 3));
  const rows = lines.map(([keys, meaning]) =>
    row(size.columns, [...row(keysWidth, [span(` ${keys}`, { bold: true })]), span(` ${meaning}`)]),
  );
  const all = [
    ...rows,
    row(size.columns, []),
    row(size.columns, [span(" Any key closes this.", { dim: true })]),
  ];
  const missing = Math.max(0, size.rows - all.length);
  return [...all, ...Array.from({ length: missing }, () => row(size.columns, []))].slice(
    0,
    size.rows,
  );
}
