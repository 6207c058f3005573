import { errors } from "@nats-io/nats-core";
import { describe, expect, it } from "vitest";
import { toTransportError } from "../../src/nats/failure.js";

/** As a minifier leaves them: a class's name says nothing. */
function minified(name: string): Error {
  const error = new (class e extends Error {})("what happened");
  error.name = name;
  return error;
}

describe("what a client rejected with", () => {
  it.each([
    ["ERR_TRANSPORT_NO_RESPONDERS", new errors.NoRespondersError("a")],
    ["ERR_TRANSPORT_TIMEOUT", new errors.TimeoutError()],
    ["ERR_TRANSPORT_PERMISSION", new errors.PermissionViolationError("", "publish", "a")],
    ["ERR_TRANSPORT_CLOSED", new errors.ClosedConnectionError()],
    ["ERR_TRANSPORT_CLOSED", new errors.DrainingConnectionError()],
  ] as const)("is %s also in a minified bundle", (code, error) => {
    const wrapped = new errors.RequestError("failed", { cause: minified(error.name) });
    expect([
      toTransportError(error, "Asking").code,
      toTransportError(wrapped, "Asking").code,
    ]).toEqual([code, code]);
  });

  it("is a lost connection when nothing else is known", () => {
    expect(toTransportError("gone", "Asking").code).toBe("ERR_TRANSPORT_DISCONNECTED");
  });
});
