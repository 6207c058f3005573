import { normaliseStatus } from "@kchat/drain";
import { describe, expect, it } from "vitest";

describe("normaliseStatus", () => {
  it.each([
    ["ldm", { type: "ldm", data: "a:1" }, { type: "ldm", server: "a:1" }],
    ["disconnect", { type: "disconnect", data: "a:1" }, { type: "disconnect", server: "a:1" }],
    ["reconnect", { type: "reconnect", data: "a:1" }, { type: "reconnect", server: "a:1" }],
  ])("gives %s the same form for both generations", (type, ofV2, expected) => {
    expect(normaliseStatus(ofV2)).toEqual(expected);
    expect(normaliseStatus({ type, server: "a:1" } as { type: string })).toEqual(expected);
  });

  it("reads servers that joined and left from either place, and misses none", () => {
    const expected = { type: "update", added: ["a:1"], deleted: [] };
    const ofV2 = { type: "update", data: { added: ["a:1"] } };
    const ofV3 = { type: "update", added: ["a:1"] };
    expect(normaliseStatus(ofV2)).toEqual(expected);
    expect(normaliseStatus(ofV3)).toEqual(expected);
  });

  it("tells which operation a permission forbade", () => {
    const context = { operation: "publish", subject: "secret" };
    const ofV2 = { type: "error", data: "PERMISSIONS_VIOLATION", permissionContext: context };
    const ofV3 = { type: "error", error: Object.assign(new Error("denied"), context) };
    expect(normaliseStatus(ofV2)).toMatchObject({ type: "error", denied: context });
    expect(normaliseStatus(ofV3)).toMatchObject({ type: "error", denied: context });
  });

  it("passes on an error that is none of a permission", () => {
    const status = normaliseStatus({ type: "error", data: "SLOW" } as { type: string });
    expect(status).toMatchObject({ type: "error", error: { message: "SLOW" } });
    expect(status).not.toHaveProperty("denied");
  });

  it.each([
    ["pingTimer", "ping"],
    ["ping", "ping"],
    ["staleConnection", "stale"],
    ["client initiated reconnect", "forceReconnect"],
    ["forceReconnect", "forceReconnect"],
    ["reconnecting", "reconnecting"],
    ["slowConsumer", "slowConsumer"],
    ["close", "close"],
  ])("knows %s", (raw, type) => {
    expect(normaliseStatus({ type: raw }).type).toBe(type);
  });

  it("keeps what it does not know instead of throwing", () => {
    expect(normaliseStatus({ type: "novelty" })).toEqual({ type: "other", name: "novelty" });
  });
});
