import { expect, it } from "vitest";
import { loadClaims } from "../../src/index.js";

const modes = ["strict", "go"] as const;

/** Go's enumerations parse `null` themselves and refuse it, unlike members of plain types. */
it.each([
  ["account", { exports: [{ subject: "a", type: null }] }],
  ["account", { imports: [{ subject: "a", type: null }] }],
  ["account", { signing_keys: [{ key: "A", kind: null }] }],
  ["activation", { subject: "a", kind: null }],
] as const)("a null word in the %s claim %j is refused as in Go", (kind, nats) => {
  for (const mode of modes) {
    expect(() => loadClaims(kind, { sub: "A", nats }, { mode })).toThrow(
      expect.objectContaining({ code: "ERR_CLAIM_MALFORMED" }),
    );
  }
});

it("a null member of any other type counts as absent", () => {
  const nats = { exports: [{ subject: null, type: "stream", token_req: null }] };
  for (const mode of modes) {
    expect(loadClaims("account", { sub: "A", nats }, { mode }).nats.exports).toEqual([
      { type: "stream" },
    ]);
  }
});
