import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { TopologyError } from "../errors.js";
import type { Problem } from "./problem.js";
import { readTokenFiles } from "./token-files.js";
import { maxProblems, readTopology, type Topology } from "./topology.js";
import { repeatedKeys, syntaxProblem } from "./yaml-problems.js";

/** How a topology file is read. */
export interface ParseTopologyOptions {
  /** Name that problems carry. */
  file?: string | undefined;
  /**
   * Reads a file that the topology names as `{ file: path }` in place of a JWT.
   *
   * @default absent: such a reference is a problem
   */
  readFile?: ((path: string) => string) | undefined;
}

/** What a ConfigMap of Kubernetes holds: a description with more accounts inside couldn't be deployed either. */
const maxCharacters = 2 ** 20;

/**
 * Reads a topology from YAML. Every problem names file, line and column.
 *
 * In place of a JWT, `{ file: ./KUBECON.jwt }` names a file that holds it.
 *
 * @throws TopologyError `ERR_TOPOLOGY_INVALID` with every problem and its place
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { parseTopology } from "@kchat/k8s-config";
 *
 * const topology = parseTopology(readFileSync("topology.yaml", "utf8"), { file: "topology.yaml" });
 * ```
 */
export function parseTopology(text: string, options: ParseTopologyOptions = {}): Topology {
  const { file, readFile } = options;
  if (text.length > maxCharacters) {
    throw syntaxError(file, `${text.length} characters; the most is ${maxCharacters}`);
  }
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  // The parser compares every key with every other: repeated keys are found below, in linear time.
  const parsing = { lineCounter: lines, prettyErrors: false, uniqueKeys: false };
  const document = parseDocument(text, parsing);
  // A warning is about something that the parser ignores, such as an unknown tag: here nothing is ignored.
  const found = [...document.errors, ...document.warnings];
  const broken = [...found.map(syntaxProblem), ...repeatedKeys(document)];
  if (broken.length > 0) {
    throw new TopologyError(
      broken.slice(0, maxProblems).map(({ offset, ...problem }) => ({ ...problem, ...at(offset) })),
    );
  }
  const locate = (problem: Problem): Problem => {
    const offset = offsetOf(document, problem.path);
    if (offset === undefined) return { ...problem, file };
    return { ...problem, ...at(offset) };
  };
  const { value, problems } = readTokenFiles(toValue(document, file), readFile);
  if (problems.length > 0) throw new TopologyError(problems.map(locate));
  return readTopology(value, locate);
}

/** Aliases are expanded here, which fails when they multiply (`maxAliasCount`). */
function toValue(document: Document, file: string | undefined): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw syntaxError(file, error instanceof Error ? error.message : String(error));
  }
}

function syntaxError(file: string | undefined, message: string): TopologyError {
  return new TopologyError([{ rule: "yaml-syntax", severity: "error", path: [], message, file }]);
}

/** Finds the offset of a path, or of the closest thing around it that exists. */
function offsetOf(document: Document, path: Problem["path"]): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}
