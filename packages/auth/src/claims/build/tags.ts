import { goLower, goTrim } from "../json/go-text.js";

/** Tags as Go's `TagList.Add` stores them: trimmed, in lower case, each once; undefined when there are none. */
export function normaliseTags(tags: readonly string[] | undefined): readonly string[] | undefined {
  if (tags === undefined) return undefined;
  const normal = tags.map((tag) => goLower(goTrim(tag))).filter((tag) => tag !== "");
  return [...new Set(normal)];
}
