import { expect, it } from "vitest";
import {
  AuthError,
  createAccount,
  createUser,
  InvalidClaimError,
  issueUser,
} from "../../src/index.js";

const failureOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

const issueWith = (allow: readonly string[]) => {
  const account = createAccount();
  const user = createUser().publicKey;
  const grant = { pub: { allow } };
  return failureOf(() =>
    issueUser(account, { user, account: account.publicKey, name: "ada", grant }),
  );
};

it("holds the issues that keep a claim from being signed", () => {
  const error = issueWith(["fine", "a..b", ".x"]);
  expect(InvalidClaimError.isInstance(error) && AuthError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    name: "InvalidClaimError",
    code: "ERR_CLAIM_INVALID",
    issues: [
      { path: "nats.pub.allow[1]", description: 'subject "a..b" cannot contain consecutive `.`' },
      { path: "nats.pub.allow[2]", description: 'subject ".x" cannot start or end with a `.`' },
    ],
  });
});

it("lists the first of many issues in its message and keeps all of them", () => {
  const error = issueWith(Array.from({ length: 50 }, (_, index) => `.${index}`));
  expect(error).toMatchObject({ issues: { length: 50 } });
  expect(String(error)).toMatch(/; and 30 more$/);
  expect(String(error)).not.toContain(".20");
});

it("is told apart from other errors", () => {
  expect(InvalidClaimError.isInstance(new AuthError("ERR_CLAIM_INVALID", "x"))).toBe(false);
  expect(InvalidClaimError.isInstance(undefined)).toBe(false);
});
