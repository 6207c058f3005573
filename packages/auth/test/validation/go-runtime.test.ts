import { describe, expect, it } from "vitest";
import { goQuote } from "../../src/index.js";
import { isGoCidr } from "../../src/validation/go-address.js";
import { isGoClockTime } from "../../src/validation/go-clock.js";
import { isGoTimeZone } from "../../src/validation/go-time-zone.js";
import { parseGoUrl } from "../../src/validation/go-url.js";
import recorded from "./go-runtime.json" with { type: "json" };

// Recorded from Go 1.26: net/url, net, time and strconv, which jwt 2.8.2 leans on.
describe("what Go's standard library decides", () => {
  it.each(recorded.url)("url %j", (text, ...parts) => {
    const url = parseGoUrl(String(text));
    const ours = url ? [url.scheme, url.hostname !== "", url.hasUser, url.path !== ""] : [];
    expect(ours).toEqual(parts);
  });
  it.each(recorded.cidr)("network %j is %j", (text, ok) => {
    expect(isGoCidr(String(text))).toBe(ok);
  });
  it.each(recorded.time)("time of day %j is %j", (text, ok) => {
    expect(isGoClockTime(String(text))).toBe(ok);
  });
  it.each(recorded.zone)("time zone %j is %j", (text, ok) => {
    expect(isGoTimeZone(String(text))).toBe(ok);
  });
  it.each(recorded.quote)("%j quoted is %s", (text, quoted) => {
    expect(goQuote(String(text))).toBe(quoted);
  });
});
