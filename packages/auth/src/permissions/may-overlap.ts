import { findPlaceholders } from "../scopes/functions.js";

/** What stands before the first and after the last placeholder of a token. */
const frame = (token: string): { start: string; end: string } | undefined => {
  const placeholders = findPlaceholders(token);
  const [first] = placeholders;
  const last = placeholders.at(-1);
  if (!first || !last) return undefined;
  return {
    start: token.slice(0, token.indexOf(first.text)),
    end: token.slice(token.lastIndexOf(last.text) + last.text.length),
  };
};

const tokensMeet = (a: string, b: string): boolean => {
  if (a === b || a === "*" || b === "*") return true;
  const [left, right] = [frame(a), frame(b)];
  if (!left && !right) return false;
  const { start, end } = left ?? { start: a, end: a };
  const { start: otherStart, end: otherEnd } = right ?? { start: b, end: b };
  return (
    (start.startsWith(otherStart) || otherStart.startsWith(start)) &&
    (end.endsWith(otherEnd) || otherEnd.endsWith(end))
  );
};

/** Whether two subjects or templates can name the same subject for some user with one-token values. */
export const mayOverlap = (a: string, b: string): boolean => {
  const left = a.split(".");
  const right = b.split(".");
  for (let index = 0; ; index++) {
    const [l, r] = [left[index], right[index]];
    if (l === undefined || r === undefined) return l === r;
    if (l === ">" || r === ">") return true;
    if (!tokensMeet(l, r)) return false;
  }
};
