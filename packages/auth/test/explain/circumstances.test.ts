import { describe, expect, it, vi } from "vitest";
import { isInNetwork } from "../../src/explain/address.js";
import { isInDailyRange, localSeconds } from "../../src/explain/daily-range.js";
import {
  createAccount,
  createUser,
  encodeClaims,
  explain,
  type TimeRange,
} from "../../src/index.js";

describe("isInNetwork", () => {
  it.each([
    ["10.1.2.3", "10.0.0.0/8", true],
    ["11.1.2.3", "10.0.0.0/8", false],
    ["192.0.2.129", "192.0.2.128/25", true],
    ["192.0.2.127", "192.0.2.128/25", false],
    ["1.2.3.4", "0.0.0.0/0", true],
    ["1.2.3.4", "::/0", false],
    ["::ffff:10.1.2.3", "10.0.0.0/8", true],
    ["10.1.2.3", "::ffff:10.0.0.0/104", true],
    ["11.1.2.3", "::ffff:10.0.0.0/104", false],
    ["11.1.2.3", "::ffff:10.0.0.0/90", true],
    ["2001:db8::1", "2001:db8::/32", true],
    ["2001:db9::1", "2001:db8::/32", false],
    ["::1", "::1/128", true],
    ["fe80::1%en0", "fe80::/10", false],
    ["nonsense", "10.0.0.0/8", false],
    ["10.1.2.3", "nonsense", false],
  ])("%s in %s is %j", (address, network, inside) => {
    expect(isInNetwork(address, network)).toBe(inside);
  });
});

describe("isInDailyRange", () => {
  const at = (text: string) => Date.parse(text) / 1000;
  it.each([
    ["2026-01-15T12:00:00Z", "08:00:00", "17:00:00", "UTC", true],
    ["2026-01-15T08:00:00Z", "08:00:00", "17:00:00", "UTC", false],
    ["2026-01-15T17:00:00Z", "08:00:00", "17:00:00", "UTC", false],
    ["2026-01-15T23:30:00Z", "22:00:00", "06:00:00", "UTC", true],
    ["2026-01-15T05:59:59Z", "22:00:00", "06:00:00", "UTC", true],
    ["2026-01-15T12:00:00Z", "22:00:00", "06:00:00", "UTC", false],
    ["2026-01-15T12:00:00Z", "12:00:00", "12:00:00", "UTC", false],
    ["2026-01-15T16:30:00Z", "08:00:00", "17:00:00", "Europe/Paris", false],
    ["2026-07-15T06:30:00Z", "08:00:00", "17:00:00", "Europe/Paris", true],
    ["2026-01-15T06:30:00Z", "08:00:00", "17:00:00", "Europe/Paris", false],
  ])("%s between %s and %s in %s is %j", (time, start, end, zone, inside) => {
    expect(isInDailyRange(localSeconds(at(time), zone), { start, end })).toBe(inside);
  });
});

describe("explain", () => {
  const timesOf = (times: readonly TimeRange[], times_location: string) => {
    const nats = { subs: -1, times, times_location };
    const token = encodeClaims("user", { sub: createUser().publicKey, nats }, createAccount());
    return explain(token).steps.find(({ check }) => check === "times");
  };
  const day = { start: "00:00:00", end: "23:59:59" };

  it("fails at a time zone that nobody knows, of which the platform makes an error of another kind", () => {
    expect(timesOf([day], "Mars/Olympus")).toMatchObject({
      outcome: "fail",
      says: 'no server knows the time zone "Mars/Olympus"',
    });
    expect(timesOf([day], "A/".repeat(1 << 16))?.outcome).toBe("fail");
  });

  it("asks for the time of the day once, not for each of ten thousand ranges", () => {
    const formats = vi.spyOn(Intl.DateTimeFormat.prototype, "formatToParts");
    expect(timesOf(Array(10_000).fill({ start: "00:00:00", end: "00:00:00" }), "")?.outcome).toBe(
      "fail",
    );
    expect(formats).toHaveBeenCalledTimes(1);
    formats.mockRestore();
  });
});
