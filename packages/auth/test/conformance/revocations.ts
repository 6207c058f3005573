import { deepStrictEqual, equal } from "node:assert/strict";
import { compact, isRevoked, type RevocationList, withRevoked } from "../../src/index.js";
import { type Case, readVectors } from "./vectors.js";

interface RevocationVectors {
  readonly cases: readonly {
    ops: readonly string[];
    list: RevocationList;
    check_key?: string;
    iat?: number;
    revoked?: boolean;
    deleted?: readonly { PublicKey: string; TimeStamp: number }[];
  }[];
}

export function* revocationCases(dir: string): Iterable<Case> {
  const vectors = readVectors<RevocationVectors>(dir, "revocations.json");
  for (const [index, vector] of (vectors?.cases ?? []).entries()) {
    yield {
      name: `revocations: ${index}: ${vector.ops.join(", ")}`,
      run() {
        let list: RevocationList = {};
        let deleted: { PublicKey: string; TimeStamp: number }[] = [];
        for (const op of vector.ops) {
          if (op === "compact") {
            const result = compact(list);
            list = result.list;
            deleted = result.removed.map(({ key, at }) => ({ PublicKey: key, TimeStamp: at }));
          } else {
            const [, key = "", at = ""] = /^revoke (.*)@(\d+)$/.exec(op) ?? [];
            list = withRevoked(list, key, Number(at));
          }
        }
        deepStrictEqual(list, vector.list);
        if (vector.check_key !== undefined) {
          equal(isRevoked(list, vector.check_key, vector.iat), vector.revoked);
        }
        if (vector.deleted !== undefined) {
          deepStrictEqual(
            deleted.sort((a, b) => (a.PublicKey < b.PublicKey ? -1 : 1)),
            vector.deleted,
          );
        }
      },
    };
  }
}
