import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { statementBytes } from "../../src/protocol/statement.js";

const statement = fc.record({
  subject: fc.stringMatching(/^[a-z.]{1,20}$/),
  account: fc.stringMatching(/^A[A-Z2-7]{5}$/),
  name: fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/),
  publicKey: fc.stringMatching(/^U[A-Z2-7]{5}$/),
  at: fc.nat(),
  nonce: fc.stringMatching(/^[\w-]{16,20}$/),
});

describe("statementBytes", () => {
  it("differ whenever two statements differ", () => {
    fc.assert(
      fc.property(statement, statement, (a, b) => {
        const same = Buffer.from(statementBytes(a)).equals(statementBytes(b));
        expect(same).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  it("start with their purpose, so that no other signature of a user can be taken for one", () => {
    const [sample] = fc.sample(statement, 1);
    if (sample === undefined) throw new Error("no sample");
    const text = new TextDecoder().decode(statementBytes(sample));
    expect(text.startsWith("kchat-provisioner-request-v1\n")).toBe(true);
  });
});
