import type { Random } from "./random.js";

// biome-ignore format: one line a text would hide the list
const PIECES = [
  "a", "B", "é", "✓", "ß", "İ", "ı", "中", "\u{1f600}", "\ud800", "\udc00", "\ue000", "\ufeff", "\ufffd", "\u{10ffff}",
  "<", ">", "&", '"', "\\", "/", "'", "`", "%", "%q", "$", "\0", "\u0001", "\b", "\t", "\n", "\f", "\r", "\v", "\u001f",
  "\u007f", "\u0080", "\u0085", "\u00a0", "\u00ad", "\u200b", "\u2028", "\u2029", "\u3000", " ", ".", "*", "-", "_", ":",
  "..", "__proto__", "constructor", "0", "9",
];

const WORDS = [
  "",
  "a",
  "KUBECON",
  "ada",
  "x y",
  "Grüße",
  "a/b",
  "..",
  "<b>&</b>",
  "toString",
  "10",
];

/** Any text, mostly short. */
export function text(random: Random): string {
  if (random.one(3)) return random.pick(WORDS);
  return random.list(6, () => random.pick(PIECES)).join("");
}

// biome-ignore format: one line a text would hide the list
const TOKENS = [
  "a", "b", "c", "a", "b", "*", "*", ">", "", "$1", "$2", "$0", "$-1", "$+1", "$x", "$", "$99999999999999999999", "a*",
  "foo>", "**", "é", "\t", "\u00a0", "a b", " ", "{{name()}}", "%s",
];

/** A subject, often a strange one. */
export function subject(random: Random): string {
  const pool = random.one(3) ? TOKENS : TOKENS.slice(0, 8);
  return Array.from({ length: 1 + random.int(4) }, () => random.pick(pool)).join(".");
}

/** An entry of a permission list: at times with a queue. */
export function permission(random: Random): string {
  if (random.one(8)) return `${subject(random)} ${subject(random)}`;
  if (random.one(20)) return `${subject(random)}  ${subject(random)}`;
  return subject(random);
}

/** Whole numbers as limits have them. */
export function integer(random: Random): number {
  return random.pick([
    0,
    -1,
    1,
    2,
    5,
    100,
    101,
    255,
    256,
    -2,
    1e6,
    2 ** 31,
    2 ** 53 - 1,
    -(2 ** 53 - 1),
  ]);
}

/** Seconds such that no clock of ours decides about them. */
export function seconds(random: Random): number {
  return random.pick([0, 1, -1, 99_999_999_999, 2]);
}

// biome-ignore format: one line a text would hide the list
const URLS = [
  "", "nats://a:4222", "NATS://a", "tls://a/", "ws://a?x=1", "wss://u:p@a", "http://a", "https://a/b", "a", "://", ":a",
  "nats://[::1]:4222", "nats://[::1", "nats://a:b", "nats://a b", "nats://a%20b", "nats://a%zz", "nats:a", "nats:", "//a",
  "nats://[fe80::1%25eth0]:1", "nats://é", "nats://a\n", "nats://a#f%", "https://", "https:///x", "nats://@a", "mailto:a",
  "nats://a:1,nats://b:2", "nats://a:1,b:2", "http://a:1,b:2", "1a://b", "nats://a\\b", "nats://a<b>", "nats://a/%2", "*",
  "nats://a:", "nats://:1", "nats://a?%zz", "nats://a? b", "https://a/b c", "HTTPS://A", "nats://[::1]x", "?a:b", "a/b:c",
];

/** A URL, often a wrong one. */
export function url(random: Random): string {
  const chosen = random.pick(URLS);
  if (!random.one(4)) return chosen;
  const at = random.int(chosen.length + 1);
  return chosen.slice(0, at) + random.pick(PIECES) + chosen.slice(at);
}

/** A URL with several characters changed. */
export function oddUrl(random: Random): string {
  let chosen: string = random.pick(URLS);
  for (let changes = random.int(4); changes > 0; changes--) {
    const at = random.int(chosen.length + 1);
    const piece = random.one(2)
      ? random.pick(PIECES)
      : random.pick([...":/?#[]@%a0%2zF+;=,!~^|{}"]);
    chosen = chosen.slice(0, at) + piece + chosen.slice(at + random.int(2));
  }
  return chosen;
}

// biome-ignore format: one line a text would hide the list
const CIDRS = [
  "10.0.0.0/8", "10.0.0.1/32", "10.0.0.1/33", "10.0.0.1", "010.0.0.0/8", "::1/128", "::/0", "::1/129", "::ffff:1.2.3.4/96",
  "fe80::1%eth0/64", "1.2.3.4/08", "1.2.3.4/+8", "1.2.3/8", "", "1.2.3.4/", "/8", "1:2:3:4:5:6:7:8/64", "1::2::3/64",
  "1:2:3:4:5:6:7::/64", "::1.2.3.4/128", "1.2.3.4/0000000000000000000008", "1.2.3.256/8", "1.2.3.4/8 ", "12345::/8", "A::/8",
];
export const cidr = (random: Random): string => random.pick(CIDRS);

// biome-ignore format: one line a text would hide the list
const CLOCKS = [
  "", "08:00:00", "8:00:00", "8:00", "24:00:00", "23:59:59", "23:59:60", "08:00:00.5", "08:00:00,5", "08:00:00.", "8:0:0",
  "08:60:00", "008:00:00", " 08:00:00", "08:00:00 ", "08:00:00.1234567891234", "-1:00:00", "٠٨:00:00", "08:00:0", "08:00:000",
];
export const clock = (random: Random): string => random.pick(CLOCKS);

// biome-ignore format: one line a text would hide the list
const ZONES = [
  "", "UTC", "Local", "Europe/Berlin", "europe/berlin", "Nowhere/City", "EST", "EST5EDT", "Etc/GMT+1", "GMT+1", "+01:00",
  "America/Argentina/Buenos_Aires", "US/Pacific", "Zulu", "zulu", "GB", "utc", "local", "../UTC", "/UTC", "Europe", "Asia/Calcutta",
  "America/New_york", "GMT0", "UCT", "Europe/Kyiv", "a\nb", "PST", "CET", "Etc/UTC", "Etc/utc", "Universal", "MST7MDT", "PRC", "ROK",
];
export const zone = (random: Random): string => random.pick(ZONES);

// biome-ignore format: one line a text would hide the list
const VERSIONS = [
  "", "2.10.0", "2.10", "+2.10.0", "-2.10.0", "2.-0.1", "2.10.0.1", "2.x.0", "a.b.c", "2. 1.0", "99999999999999999999.0.0",
  "9223372036854775807.0.0", "9223372036854775808.0.0", "..", "1_0.0.0", "0x1.0.0", "２.0.0", "01.02.03", "-1.x.0", "2.é\n.0",
];
export const version = (random: Random): string => random.pick(VERSIONS);
