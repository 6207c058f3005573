import type { Random } from "./random.js";

/** Longest value, so that a token around it still has less than 1 MiB. */
const MAX_LENGTH = 770_000;

/** Items of lists and members of objects that cost a parser or a rule much for few bytes. */
const ITEMS: readonly ((index: number) => string)[] = [
  () => "1",
  () => "1e9",
  () => "12345678901234567890",
  () => "[]",
  () => "{}",
  () => "null",
  () => '""',
  () => '"a"',
  () => '"\\n"',
  () => "[[[[[[[[]]]]]]]]",
  () => '{"a":{"a":{"a":{}}}}',
  (i) => `{"k${i}":1}`,
  (i) => `"a.${i}"`,
  (i) => `"${i}.*"`,
  (i) => `"*.${i}.>"`,
  (i) => `"{{name()}}.${i}"`,
  () => `"${"{{name()}}.".repeat(64)}"`,
  (i) => `"{{tag(x${i})}}"`,
  () => '"1:2:3:4:5:6:7:8/8"',
  () => '"nats://[::1]"',
  () => '{"start":"00:00:00","end":"01:00:00"}',
  (i) => `{"subject":"a.${i}","type":"stream"}`,
  (i) => `{"subject":"*.${i}","type":"service"}`,
  (i) => `{"subject":"*.${i}","type":"service","account":"${i % 100}","token":"a.b.c"}`,
  (i) => `{"subject":"${"*.".repeat(600)}${i}","type":"${i % 2 ? "service" : "stream"}"}`,
  (i) => `{"subject":"${bits(i)}","type":"stream"}`,
  (i) => `"${bits(i)}"`,
  (i) => `{"kind":"user_scope","key":"${i}","template":{"sub":{"allow":["{{name()}}.*"]}}}`,
  () => `"${"a.".repeat(2000)}b"`,
  () => `"${"\\u003e".repeat(500)}"`,
];

/** Patterns that contain one another in as many ways as there are. */
const bits = (index: number): string =>
  (index % 4096).toString(2).padStart(12, "0").replaceAll("0", "x.").replaceAll("1", "*.") + index;

/** Members of claims whose rules look at every item, with items that get past the first rule. */
const MEMBERS: readonly {
  readonly around: readonly [before: string, after: string];
  readonly items: readonly ((index: number) => string)[];
}[] = [
  {
    around: ['"exports":[', "]"],
    items: [
      () => "{}",
      (i) => `{"subject":"a.${i}","type":"stream"}`,
      (i) => `{"subject":"*.${i}","type":"service"}`,
      (i) => `{"subject":"${bits(i)}","type":"stream"}`,
      (i) => `{"subject":"${"*.".repeat(600)}${i}","type":"${i % 2 ? "service" : "stream"}"}`,
    ],
  },
  {
    around: ['"imports":[', "]"],
    items: [
      () => "{}",
      (i) => `{"subject":"*.${i}","type":"service","account":"${i % 100}"}`,
      (i) => `{"subject":"${bits(i)}","type":"service","account":"A"}`,
      (i) => `{"subject":"a.*","local_subject":"b.$1","type":"stream","account":"${i}"}`,
    ],
  },
  {
    around: ['"signing_keys":[', "]"],
    items: [
      (i) => `"${i}"`,
      (i) => `{"kind":"user_scope","key":"${i}","template":{"sub":{"allow":["{{name()}}.*"]}}}`,
    ],
  },
  {
    around: [
      '"signing_keys":[{"kind":"user_scope","key":"k","template":{"sub":{"allow":[',
      "]}}}]",
    ],
    items: [
      (i) => `"${i}.{{name()}}.*"`,
      () => `"${"{{name()}}.".repeat(64)}x"`,
      (i) => `"{{tag(x${i})}}"`,
    ],
  },
  {
    around: ['"default_permissions":{"sub":{"allow":[', "]}}"],
    items: [(i) => `"${i}.*"`, (i) => `"*.${i}.${i % 2 ? ">" : "*"}"`],
  },
  {
    around: ['"sub":{"allow":[', "]}"],
    items: [
      () => '""',
      (i) => `"${i}.*"`,
      (i) => `"*.${i}.${i % 2 ? ">" : "*"}"`,
      (i) => `"${bits(i)}.${i % 2 ? ">" : "*"}"`,
    ],
  },
  { around: ['"mappings":{', "}"], items: [(i) => `"m${i}":[{"subject":"{{x(1)}}.$1"}]`] },
  { around: ['"revocations":{', "}"], items: [(i) => `"k${i}":1`, (i) => `"${i * 7919}":1`] },
  { around: ['"src":[', "]"], items: [() => '"1:2:3:4:5:6:7:8/8"', () => '"1.1.1.1/8"'] },
  {
    around: ['"times":[', "]"],
    items: [() => '{"start":"00:00:00","end":"01:00:00"}', () => "{}"],
  },
  { around: ['"tags":[', "]"], items: [() => '""', (i) => `"x:${i}"`] },
  { around: ['"operator_service_urls":[', "]"], items: [() => '"nats://[::1]"'] },
];

/** The `nats` object of a claim with one member as dense as it can be made; the rest is what names its kind. */
export function denseNats(json: string, random: Random): string {
  const type = /"type":"(?:operator|account|user|activation)"/.exec(json)?.[0] ?? '"type":"x"';
  const { around, items } = random.pick(MEMBERS);
  const text = fill(random.pick(items), random);
  const limits = '"limits":{"imports":-1,"exports":-1,"wildcards":true}';
  return `{${around[0]}${text}${around[1]},${limits},${type},"version":2}`;
}

/** A value of up to 770 kB that is as dense as one sort of item makes it: a list, or an object of such members. */
export function denseJson(random: Random): string {
  const item = random.pick(ITEMS);
  if (random.int(4) > 0) return `[${fill(item, random)}]`;
  return `{${fill((index) => `"${index}":${item(index)}`, random)}}`;
}

/** Items with commas between them, as many as there is room for. */
function fill(item: (index: number) => string, random: Random): string {
  const longest = random.int(3) === 0 ? MAX_LENGTH : random.int(MAX_LENGTH);
  // Half of them stay just within the number of names that claims may have.
  const most = random.int(2) === 0 ? 16_000 : MAX_LENGTH;
  const items: string[] = [];
  let length = 0;
  for (let index = 0; index < most; index += 1) {
    const next = item(index);
    length += next.length + 1;
    if (length >= longest) break;
    items.push(next);
  }
  return items.join(",");
}
