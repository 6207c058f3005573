import { defineConfig } from "tsup";
import { library } from "../../tsup.config.base.js";

export default defineConfig(
  library(["src/index.ts", "src/nsc/index.ts", "src/resolver/index.ts", "src/cli/main.ts"]),
);
