import { equal, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { decodeAccount, memoryResolverConfig } from "../../src/index.js";
import { type Case, readVectors } from "./vectors.js";

interface ResolverVectors {
  readonly operator: string;
  readonly sys: string;
  readonly account: string;
}

// The digest that the README of the vectors gives for these inputs; other inputs come without one.
const INPUTS = "f9b1777ae7e682582144316936b3dcc1d3ecc4650c5a3726414b77af4eee17d9";
const DIGEST = "45ac9ce06cacc3b4f873e11e8ae148357a7b04cd77ee5bc773c62316f1617d4d";

export function* resolverCases(dir: string): Iterable<Case> {
  const vectors = readVectors<ResolverVectors>(dir, "resolver-inputs.json");
  if (vectors === undefined) return;
  const { operator, sys, account } = vectors;
  yield {
    name: "resolver: memory configuration",
    run() {
      const text = memoryResolverConfig({
        operator,
        accounts: [account, sys],
        systemAccount: decodeAccount(sys).sub,
      });
      ok(text.endsWith("\n}\n") && !text.endsWith("\n\n"));
      if (digestOf(operator + sys + account) !== INPUTS) return;
      ok(text.includes('\n  // Account "KUBECON <&> ✓ é\\u2028"\n'));
      equal(Buffer.byteLength(text), 7562);
      equal(digestOf(text), DIGEST);
    },
  };
}

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");
