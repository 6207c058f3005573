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

/** A value of up to 770 kB that is as dense as one sort of item makes it: a list, or an object of such members. */
export function denseJson(random: Random): string {
  const item = random.pick(ITEMS);
  const longest = random.int(3) === 0 ? MAX_LENGTH : random.int(MAX_LENGTH);
  // Half of them stay just within the number of values that claims may have.
  const most = random.int(2) === 0 ? 16_000 : MAX_LENGTH;
  const isObject = random.int(4) === 0;
  let text = "";
  for (let index = 0; index < most; index += 1) {
    const next = isObject ? `"${index}":${item(index)}` : item(index);
    if (text.length + next.length >= longest) break;
    text += text === "" ? next : `,${next}`;
  }
  return isObject ? `{${text}}` : `[${text}]`;
}
