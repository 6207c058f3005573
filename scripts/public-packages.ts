import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A package that is published: where it lies and what its manifest says. */
export interface PublicPackage {
  readonly dir: string;
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly bin: Readonly<Record<string, string>>;
}

const packages = fileURLToPath(new URL("../packages/", import.meta.url));

/** Every package below `packages/`. */
export function publicPackages(): PublicPackage[] {
  return readdirSync(packages).map((folder) => {
    const dir = `${packages}${folder}`;
    const manifest = JSON.parse(readFileSync(`${dir}/package.json`, "utf8"));
    return { dir, name: manifest.name, exports: manifest.exports, bin: manifest.bin ?? {} };
  });
}
