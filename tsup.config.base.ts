import type { Options } from "tsup";

/** One build for every package: ESM, declarations from source, shared chunks so that classes exist once. */
export const library = (entry: string[] = ["src/index.ts"]): Options => ({
  entry,
  format: ["esm"],
  // tsup sets `baseUrl`, which TypeScript 6 reports as deprecated (TS5101).
  dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
  sourcemap: true,
  clean: true,
  treeshake: true,
  splitting: true,
  removeNodeProtocol: false,
  target: "es2022",
});
