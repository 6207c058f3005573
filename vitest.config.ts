import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const packages = new URL("packages/", import.meta.url);
const conditions = ["@kchat/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // Tests run real servers on two cores: more workers only make each of them wait.
    maxWorkers: 2,
    // A machine that stalls for a second must not fail a build; here at the desk a flaky test shows at once.
    retry: process.env.CI === undefined ? 0 : 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: readdirSync(packages).map((name) => ({
      extends: true,
      test: {
        name,
        root: fileURLToPath(new URL(name, packages)),
        include: ["{src,test}/**/*.test.{ts,tsx}"],
      },
    })),
    coverage: { provider: "v8", include: ["packages/*/src/**/*.ts"] },
  },
});
