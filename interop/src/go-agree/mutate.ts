import type { Random } from "./random.js";
import { text } from "./texts.js";

const VALUES: readonly unknown[] = [
  null,
  "",
  "x",
  0,
  -1,
  1.5,
  256,
  1e3,
  true,
  false,
  [],
  {},
  [null],
  [1],
  ["x"],
  { a: 1 },
  "stream",
  "headers",
  [[]],
  [{}],
];

/** The value, an object at the top as before, with a few members changed for something of another type or name. */
export function mutateValue(random: Random, value: unknown, changes = 1 + random.int(2)): unknown {
  let result = value;
  for (let i = 0; i < changes; i++) result = change(random, result);
  return result;
}

function change(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return random.pick(VALUES);
  if (Array.isArray(value)) {
    if (value.length === 0) return [random.pick(VALUES)];
    const at = random.int(value.length);
    const changed = random.one(4) ? random.pick(VALUES) : change(random, value[at]);
    return value.map((item: unknown, index) => (index === at ? changed : item));
  }
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length === 0 || random.one(10))
    return { ...value, [text(random)]: random.pick(VALUES) };
  const at = random.int(entries.length);
  return Object.fromEntries(
    entries.map(([name, item], index) => {
      if (index !== at) return [name, item];
      if (random.one(6)) return [respelt(random, name), item];
      return [name, random.one(4) ? random.pick(VALUES) : change(random, item)];
    }),
  );
}

function respelt(random: Random, name: string): string {
  return random.pick([
    name.toUpperCase(),
    name.slice(0, 1).toUpperCase() + name.slice(1),
    name.replaceAll("s", "\u017f"),
    name.replaceAll("k", "\u212a"),
    `${name} `,
    name.replaceAll("_", ""),
  ]);
}
