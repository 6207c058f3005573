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
  const text = JSON.stringify(labelled(random, kind, layout, claims)) ?? "null";
  return random.one(4) ? respelt(random, text) : Buffer.from(text);
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
  [
    /"([a-z_]+)":/g,
    [
      '"$1" :',
      '"$1":null,"$1":',
      '"\\u0073$1":',
      '"nats":{"tags":["twice"]},"$1":',
      '"sub":"twice","$1":',
      '"NATS":{"pub":{"allow":["x"]}},"$1":',
      '"$1":"twice","$1":',
      '"$1":{},"$1":',
      '"$1":[],"$1":',
      '"unknown":[{"a":1e5}],"$1":',
    ],
  ],
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
]; // prettier-ignore

function respelt(random: Random, text: string): Uint8Array {
  if (random.one(8)) {
    const bytes = Buffer.from(text);
    const quotes = [...text.matchAll(/"[a-z]/gi)].map(({ index }) =>
      Buffer.byteLength(text.slice(0, index)),
    );
    const at = (quotes.length > 0 ? random.pick(quotes) : 0) + 1;
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(random.pick(BAD_UTF8)),
      bytes.subarray(at),
    ]);
  }
  if (random.one(10))
    return Buffer.from(
      random.pick([`\ufeff${text}`, ` ${text}\n`, `${text}${text}`, `[${text}]`, "null"]),
    );
  const [pattern, texts] = random.pick(OTHER_TEXTS);
  const places = [...text.matchAll(pattern)];
  if (places.length === 0) return Buffer.from(text);
  const place = random.pick(places);
  const replacement = random.pick(texts).replaceAll("$1", place[1] ?? "");
  return Buffer.from(
    text.slice(0, place.index) + replacement + text.slice(place.index + place[0].length),
  );
}
