import { denseJson, denseNats } from "./dense-json.js";
import type { Random } from "./random.js";

/** Values that are wrong or extreme for most members, as JSON text. */
const VALUES = [
  "null",
  "true",
  "false",
  "0",
  "-1",
  "1.5",
  "1e3",
  "-0",
  "9007199254740993",
  "18446744073709551616",
  '""',
  '"x"',
  '"*"',
  '">"',
  '"a b"',
  '"\\u0000"',
  '"\\ud800"',
  "[]",
  "[null]",
  "[[]]",
  '[""]',
  "{}",
  '{"__proto__":1}',
  '{"allow":"x"}',
  '{"allow":[1]}',
  '"UANJ5FXFF5TPGTGBOF2WDBEBDZJN65NL3AHQGOXOBIU5NWAV6E2K5V2BA"',
  '"{{name()}}.>"',
  '{"kind":"other"}',
] as const;

/** The same JSON with one or some members changed, renamed, doubled or dropped: still JSON. */
export function mutateJson(json: string, random: Random): string {
  const members = [...json.matchAll(/"[^"\\]*":/g)];
  if (members.length === 0) return json;
  const member = random.pick(members);
  const start = member.index + member[0].length;
  const end = endOfValue(json, start);
  const value = json.slice(start, end);
  // One in some hundreds: a megabyte takes as long as a thousand short texts.
  if (random.int(600) === 0) return json.slice(0, start) + denseJson(random) + json.slice(end);
  const nats = json.indexOf('"nats":{') + '"nats":'.length;
  if (random.int(600) === 0 && nats >= '"nats":'.length) {
    return json.slice(0, nats) + denseNats(json, random) + json.slice(endOfValue(json, nats));
  }
  const mutated = [
    () => json.slice(0, start) + random.pick(VALUES) + json.slice(end),
    () =>
      `${json.slice(0, member.index)}${member[0]}${random.pick(VALUES)},${json.slice(member.index)}`,
    () => json.slice(0, member.index) + member[0].toUpperCase() + json.slice(start),
    () => `${json.slice(0, start)}[${value},${value}]${json.slice(end)}`,
    () => `${json.slice(0, member.index)}"__proto__":${json.slice(start)}`,
  ];
  const result = random.pick(mutated)();
  return random.int(3) === 0 ? mutateJson(result, random) : result;
}

function endOfValue(json: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < json.length; at += 1) {
    const character = json[at];
    if (quoted) {
      if (character === "\\") at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (depth === 0 && (character === "," || character === "}" || character === "]"))
      return at;
    else if (character === "}" || character === "]") depth -= 1;
  }
  return json.length;
}
