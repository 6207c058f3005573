import type { ClaimKind } from "@kchat/auth";
import type { Random } from "./random.js";

/** How a payload says what it is: as version 2, as version 1 with members at the top, or in a way that is neither. */
export type Layout = "v2" | "v1" | "mixed";

/** The bytes of a payload: JSON text, at times in a spelling that no encoder would choose. */
export function payloadText(
  random: Random,
  kind: ClaimKind,
  layout: Layout,
  claims: unknown,
): Uint8Array {
  let text = JSON.stringify(labelled(random, kind, layout, claims)) ?? "null";
  while (random.one(3)) text = respelt(random, text);
  return random.one(25) ? withBadUtf8(random, text) : Buffer.from(text);
}

function labelled(random: Random, kind: ClaimKind, layout: Layout, claims: unknown): unknown {
  if (typeof claims !== "object" || claims === null || Array.isArray(claims)) return claims;
  const { nats, ...base } = claims as Record<string, unknown>;
  if (typeof nats !== "object" || nats === null || Array.isArray(nats)) return claims;
  const { tags, issuer_account, kind: share, ...body } = nats as Record<string, unknown>;
  switch (layout) {
    case "v2":
      return {
        ...base,
        nats: {
          ...nats,
          type: kind,
          version: random.one(15) ? random.pick([0, 1, 3, -1, 2.5]) : 2,
        },
      };
    case "v1":
      return {
        ...base,
        type: kind,
        ...defined({ tags, issuer_account }),
        nats: {
          ...body,
          ...(kind === "activation" ? { type: share } : {}),
          ...random.some({
            max: () => random.pick([1, "x"]),
            times: () => random.pick([[], [{ start: "1" }], 1]),
            tags: () => ["inside"],
            issuer_account: () => "inside",
            version: () => random.pick([0, 2, 7]),
          }),
        },
      };
    default:
      return {
        ...base,
        ...random.some({
          type: () => random.pick([kind, "", "server", "cluster", "x", "user", null, 1]),
          tags: () => random.pick([["a"], "a", null, []]),
          version: () => 2,
        }),
        nats: {
          ...nats,
          ...random.some({
            type: () => random.pick([kind, "", "server", "cluster", "x", "generic", null]),
            version: () => random.pick([0, 1, 2, 3, -1, null, "2"]),
          }),
        },
      };
  }
}

function defined(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

const OTHER_TEXTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /:(-?\d+)\b/g,
    [
      ":1.0",
      ":1e2",
      ":-0",
      ":01",
      ":9223372036854775807",
      ":9223372036854775808",
      ":-9223372036854775808",
      ":1E400",
      ":null",
      ':"1"',
      ":+1",
      ":1.",
      ":.5",
    ],
  ],
  [/"([a-z_]+)":/g, ['"$1" :', '"\\u0073$1":', '"unknown":[{"a":1e5}],"$1":']],
  [
    /"/g,
    [
      '"\\ud800',
      '"\\u0000',
      '"\\x',
      '"\u0001',
      '"\\/',
      '"\\ud83d\\ude00',
      '"\\udc00\\ud800',
      '"\ufeff',
      '"\\u12',
      '"\u007f',
      "'",
    ],
  ],
  [/,/g, [",,", " ,\n", "\u00a0,", ",]", ",\t\r"]],
  [/\}/g, ["},", ",}", "}}", " }", "}x", ""]],
];

const BAD_UTF8: readonly (readonly number[])[] = [
  [0xff],
  [0xc3],
  [0xe2, 0x82],
  [0xe2, 0x82, 0x28],
  [0xed, 0xa0, 0x80],
  [0xf0, 0x9f, 0x98],
  [0xc0, 0xaf],
  [0xf5, 0x80],
  [0x80, 0x80],
];

function respelt(random: Random, text: string): string {
  if (random.one(20)) {
    return random.pick([`\ufeff${text}`, ` ${text}\n`, `${text}${text}`, `[${text}]`, "null"]);
  }
  const [pattern, texts] = random.one(2) ? REPEATED : random.pick(OTHER_TEXTS);
  const places = [...text.matchAll(pattern)];
  if (places.length === 0) return text;
  const place = random.pick(places);
  const replacement = random.pick(texts).replaceAll("$1", place[1] ?? "");
  return text.slice(0, place.index) + replacement + text.slice(place.index + place[0].length);
}

/** Members that are there twice, or in another case, with good and bad values. */
const REPEATED: readonly [RegExp, readonly string[]] = [
  /"([a-z_]+)":/g,
  [
    '"$1":null,"$1":',
    '"$1":{},"$1":',
    '"$1":[],"$1":',
    '"$1":5,"$1":',
    '"exp":3,"$1":',
    '"exp":null,"$1":',
    '"nats":null,"$1":',
    '"nats":{"tags":["twice"],"pub":{"allow":["x"]},"limits":{"subs":3}},"$1":',
    '"NATS":{"sub":{"deny":["y"]},"revocations":{"a":4},"version":2},"$1":',
    '"exports":[{"name":"q"},null,{"subject":"w"}],"$1":',
    '"imports":null,"$1":',
    '"limits":{"data":7,"tiered_limits":{"R1":{"streams":1}}},"$1":',
    '"signing_keys":["AA",{"kind":"user_scope","key":"Z","Role":"r","template":{"subs":1e1,"data":-0,"payload":null}}],"$1":',
    '"template":{"Subs":7,"subs":8,"resp":{"max":1.0}},"$1":',
    '"resp":{"max":1},"resp":{"ttl":2},"$1":',
    '"pub":{"allow":[null,"z"]},"pub":{"deny":["v"]},"$1":',
    '"times":[{"start":"1"},{"end":"2"}],"times":[{"end":"3"}],"$1":',
    '"src":["1.1.1.1/8",null],"$1":',
    '"mappings":{"m":[{"subject":"s","weight":1}],"m":null},"$1":',
    '"trace":{"dest":"d"},"Trace":{"sampling":3},"$1":',
    '"tags":["a",null,"b"],"$1":',
    '"client_tls":{"certs":["c"]},"client_tls":{"version":"v"},"$1":',
    '"service_latency":{"sampling":"HEADERS","results":"r"},"service_latency":{"sampling":null},"$1":',
  ],
];

/** The text with bytes in one of its names or strings that are no UTF-8. */
function withBadUtf8(random: Random, text: string): Uint8Array {
  const quotes = [...text.matchAll(/"[a-z]/gi)].map(({ index }) =>
    Buffer.byteLength(text.slice(0, index)),
  );
  const at = (quotes.length > 0 ? random.pick(quotes) : 0) + 1;
  const bytes = Buffer.from(text);
  const bad = Buffer.from(random.pick(BAD_UTF8));
  return Buffer.concat([bytes.subarray(0, at), bad, bytes.subarray(at)]);
}
