import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseTopology } from "../topology/parse.js";
import type { Topology } from "../topology/topology.js";

/** Reads a topology file; JWT files that it names stand relative to it. */
export function loadTopology(file: string): Topology {
  const directory = dirname(resolve(file));
  return parseTopology(readFileSync(file, "utf8"), {
    file,
    readFile: (path) => readFileSync(resolve(directory, path), "utf8"),
  });
}
