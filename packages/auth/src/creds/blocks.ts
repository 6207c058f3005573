/**
 * Contents of the `-----BEGIN X-----` blocks of a text, in order: exactly what the expression of jwt's
 * `creds_utils.go` finds, in linear time. The labels between the dashes do not matter.
 */
export function findBlocks(content: string): string[] {
  const blocks: string[] = [];
  let from = 0;
  for (;;) {
    // Only a line with dashes can open a block: a megabyte of line ends makes a million lines.
    const dashes = content.indexOf("---", from);
    if (dashes < 0) return blocks;
    const fence = lineAt(content, content.lastIndexOf("\n", dashes) + 1);
    const block = lineAt(content, fence.next);
    const closing = lineAt(content, block.next);
    const isBlock = isFence(fence.text) && BLOCK.test(block.text) && isClosingFence(closing.text);
    if (isBlock) blocks.push(block.text);
    from = isBlock ? closing.next : fence.next;
  }
}

/** The line that starts at an offset, and the offset of the next. */
function lineAt(content: string, start: number): { readonly text: string; readonly next: number } {
  const end = content.indexOf("\n", start);
  // A carriage return ends a line only before a line feed, and the last line has none.
  if (end < 0) return { text: content.slice(start), next: content.length };
  const isReturn = end > start && content[end - 1] === "\r";
  return { text: content.slice(start, isReturn ? end - 1 : end), next: end + 1 };
}

const BLOCK = /^[A-Za-z0-9_.=-]+$/;

/** Text may stand in front of the opening dashes; the line ends with three or more. */
function isFence(line: string): boolean {
  const first = line.indexOf("---");
  return first >= 0 && line.endsWith("---") && first + 6 <= line.length;
}

function isClosingFence(line: string): boolean {
  return line.startsWith("---") && isFence(line);
}
