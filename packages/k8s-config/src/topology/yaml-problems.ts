import {
  type Document,
  isNode,
  isScalar,
  visit,
  type YAMLParseError,
  type YAMLWarning,
} from "yaml";
import { quote } from "./field.js";
import type { Problem } from "./problem.js";

/** A problem and where it stands in the text. */
export type OffsetProblem = Problem & { readonly offset: number };

/** Turns an error or warning of the parser into a problem. */
export function syntaxProblem({ message, pos }: YAMLParseError | YAMLWarning): OffsetProblem {
  return {
    rule: "yaml-syntax",
    severity: "error",
    path: [],
    message: plain(message),
    offset: pos[0],
  };
}

/** The parser's messages hold parts of the text, of any length. */
function plain(message: string): string {
  if (/call stack/.test(message)) return "lists and maps are nested too deep";
  return message.length > 200 ? `${message.slice(0, 197)}...` : message;
}

/** Finds keys that stand twice in one map, where the first would be lost without a word. */
export function repeatedKeys(document: Document): OffsetProblem[] {
  const problems: OffsetProblem[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const text = String(key.value);
        if (seen.has(text)) {
          const message = `key ${quote(text)} stands here twice; keys must be unique`;
          const offset = isNode(key) && key.range ? key.range[0] : 0;
          problems.push({ rule: "yaml-syntax", severity: "error", path: [], message, offset });
        }
        seen.add(text);
      }
    },
  });
  return problems;
}
