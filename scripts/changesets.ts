// Every changeset names packages that exist, a kind of release, and says one thing to the user.
import { readdirSync, readFileSync } from "node:fs";
import { publicPackages } from "./public-packages.js";

const dir = new URL("../.changeset/", import.meta.url);
const known = new Set(publicPackages().map(({ name }) => name));
const problems: string[] = [];
for (const file of readdirSync(dir).filter(
  (name) => name.endsWith(".md") && name !== "README.md",
)) {
  const [, head = "", text = ""] = readFileSync(new URL(file, dir), "utf8").split(/^---$/m);
  const releases = [...head.matchAll(/^"(.+)": (\w+)$/gm)];
  if (releases.length === 0) problems.push(`${file}: names no package`);
  for (const [, name = "", kind = ""] of releases) {
    if (!known.has(name)) problems.push(`${file}: there is no package ${name}`);
    if (!["patch", "minor", "major"].includes(kind))
      problems.push(`${file}: "${kind}" is no release`);
  }
  if (text.trim() === "") problems.push(`${file}: says nothing`);
}
for (const problem of problems) console.error(`.changeset/${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
