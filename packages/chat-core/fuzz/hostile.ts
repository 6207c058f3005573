import type { Random } from "./random.js";

/** Values that are wrong, extreme or misleading for most claims. */
const values: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 2,
  "",
  " ",
  "x",
  "General",
  "KUBECON",
  "ELSEWHERE",
  "chat-post",
  "chat-dm",
  "chat-online",
  "user",
  "\u001b[2J\u001b]0;owned\u0007",
  "al\u202eice\u2066\u200b",
  "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
  "\u0000\u0085\u2028\u{e0041}",
  "\ud800",
  "x".repeat(9_000),
  "__proto__",
  "*",
  ">",
  "a.b",
  [],
  ["new"],
  ["bye"],
  ["new", "bye"],
  Array.from({ length: 40 }, () => "new"),
  [null],
  {},
  { msg: "x" },
];

const keys = "aud exp jti iat iss name nbf sub tags type nats msg s to ts st stt period __proto__";

/** The claims with one to three of them, or of what is in `nats`, replaced, added or gone. */
export function breakClaims(
  claims: Readonly<Record<string, unknown>>,
  random: Random,
): Record<string, unknown> {
  const broken: Record<string, unknown> = { ...claims };
  for (let steps = 1 + random.int(3); steps > 0; steps -= 1) {
    const { nats } = broken;
    if (random.int(2) === 0 && typeof nats === "object" && nats !== null) {
      const body = { ...(nats as Record<string, unknown>) };
      breakOne(body, random);
      broken.nats = body;
    } else breakOne(broken, random);
  }
  return broken;
}

function breakOne(object: Record<string, unknown>, random: Random): void {
  const present = Object.keys(object);
  const key = random.pick(random.int(3) > 0 && present.length > 0 ? present : keys.split(" "));
  if (random.int(4) === 0) delete object[key];
  else {
    const value = random.pick(values);
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true });
  }
}

const pieces = [
  ...'\0\n\t .=-_*>"\\{}[],:A0~',
  "..",
  "null",
  "1e999",
  '{"a":',
  "[[[[[[[[",
  '"__proto__":{"polluted":true},',
  "\\ud800",
  "\\u0000",
  "é",
  "\u{1f600}",
  "\u202e",
  "\ufeff",
];

/** A text near the given one: characters changed, doubled or cut, or pieces put in that parsers treat in a special way. */
export function breakText(text: string, random: Random): string {
  let broken = text;
  for (let steps = 1 + random.int(3); steps > 0; steps -= 1) {
    const at = random.int(broken.length + 1);
    const until = at + random.int(20);
    const head = broken.slice(0, at);
    const changes = [
      () => head + random.pick(pieces) + broken.slice(at),
      () => head + random.pick(pieces) + broken.slice(until),
      () => head + broken.slice(until),
      () => head,
      () => head + broken.slice(at, until).repeat(1 + random.int(200)) + broken.slice(until),
      () => head + String.fromCharCode(random.int(128)) + broken.slice(at + 1),
    ];
    broken = random.pick(changes)();
  }
  return broken;
}
