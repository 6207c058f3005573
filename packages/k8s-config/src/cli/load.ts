import { dirname, resolve } from "node:path";
import { parseTopology } from "../topology/parse.js";
import type { Topology } from "../topology/topology.js";
import { readNamedFile, readText } from "./files.js";

/** Reads a topology file; JWT files that it names stand relative to it. */
export function loadTopology(file: string): Topology {
  const directory = dirname(resolve(file));
  return parseTopology(readText(file), {
    file,
    readFile: (path) => readNamedFile(resolve(directory, path)),
  });
}
