/**
 * Contents of the `-----BEGIN X-----` blocks of a text, in order: exactly what the expression of jwt's
 * `creds_utils.go` finds, in linear time. The labels between the dashes do not matter.
 */
export function findBlocks(content: string): string[] {
  // A megabyte of line ends makes a million lines.
  if (!content.includes("---")) return [];
  const lines = content.split("\n");
  const blocks: string[] = [];
  let at = 0;
  while (at + 2 < lines.length) {
    const block = withoutReturn(lines[at + 1] as string);
    const isBlock =
      isFence(withoutReturn(lines[at] as string)) &&
      BLOCK.test(block) &&
      isClosingFence(lines, at + 2);
    if (isBlock) blocks.push(block);
    at += isBlock ? 3 : 1;
  }
  return blocks;
}

const BLOCK = /^[A-Za-z0-9_.=-]+$/;

/** Text may stand in front of the opening dashes; the line ends with three or more. */
function isFence(line: string): boolean {
  const first = line.indexOf("---");
  return first >= 0 && line.endsWith("---") && first + 6 <= line.length;
}

function isClosingFence(lines: readonly string[], at: number): boolean {
  const line = lines[at] as string;
  // A carriage return ends a line only before a line feed, and the last line has none.
  const text = at === lines.length - 1 ? line : withoutReturn(line);
  return text.startsWith("---") && isFence(text);
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
