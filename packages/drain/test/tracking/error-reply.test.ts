import { ServiceError } from "nats";
import { describe, expect, it } from "vitest";
import { describeError } from "../../src/index.js";

describe("what a requester learns of an error", () => {
  it("is a ServiceError's own words, also when a minifier has renamed the class", () => {
    class e extends ServiceError {}
    const told = { code: 404, description: "no such order" };
    expect(describeError(new ServiceError(404, "no such order"))).toEqual(told);
    expect(describeError(new e(404, "no such order"))).toEqual(told);
  });

  it("is nothing of any other error, whatever its code", () => {
    const secret = Object.assign(new Error("password is hunter2"), { code: 404 });
    for (const error of [secret, new Error("hunter2"), "hunter2", undefined]) {
      expect(describeError(error)).toEqual({ code: 500, description: "the handler failed" });
    }
  });
});
