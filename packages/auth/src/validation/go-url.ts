import { parseGoAddress } from "./go-address.js";

/** The parts of a URL that rules look at. */
export interface GoUrl {
  /** Lower case, empty for a relative reference. */
  readonly scheme: string;
  /** Without port and brackets. */
  readonly hostname: string;
  readonly hasUser: boolean;
  /** Still escaped. */
  readonly path: string;
}

const badEscape = /%(?![0-9a-fA-F]{2})/;
const hostCharacters = /^[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"\x80-\uffff]*$/;
const hostEscapes = /%(?:[89a-fA-F][0-9a-fA-F]|25)/g;
const userCharacters = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const port = /^(?::[0-9]*)?$/;

const isHost = (text: string): boolean =>
  hostCharacters.test(text.includes("%") ? text.replace(hostEscapes, "") : text);

/** A zone may escape what a host may write plainly, blanks and the percent sign. */
const isZone = (text: string): boolean => {
  const plain = text.replace(/%([0-9a-fA-F]{2})/g, (_, code: string) => {
    const character = String.fromCharCode(Number.parseInt(code, 16));
    if (character === "%" || character === " ") return "";
    return character > "\x7f" ? "\0" : character;
  });
  return hostCharacters.test(plain);
};

const splitScheme = (text: string): { scheme: string; rest: string } | undefined => {
  if (text.startsWith(":")) return undefined;
  const match = /^([A-Za-z][A-Za-z0-9+\-.]*):/.exec(text);
  return match?.[1] === undefined
    ? { scheme: "", rest: text }
    : { scheme: match[1].toLowerCase(), rest: text.slice(match[0].length) };
};

const bracketed = (host: string): string | undefined => {
  const close = host.lastIndexOf("]");
  if (close < 0 || !port.test(host.slice(close + 1))) return undefined;
  const inner = host.slice(1, close);
  const zoneAt = inner.indexOf("%25");
  const address = zoneAt < 0 ? inner : inner.slice(0, zoneAt);
  const zone = zoneAt < 0 ? "" : inner.slice(zoneAt);
  // An escape stands for a byte that no address has.
  if (address.includes("%") || !isHost(address)) return undefined;
  if (zone !== "" && !isZone(zone)) return undefined;
  const parsed = parseGoAddress(zone === "" ? address : `${address}%${zone.slice(3)}`);
  return parsed?.version === 6 ? inner : undefined;
};

const parseHost = (scheme: string, host: string): string | undefined => {
  const open = host.lastIndexOf("[");
  if (open > 0) return undefined;
  if (open === 0) return bracketed(host);
  // Lists such as `a:1,b:2` pass except for http and https, since servers are built with Go 1.26.
  const colon = scheme === "http" || scheme === "https" ? host.indexOf(":") : host.lastIndexOf(":");
  if (colon >= 0 && !port.test(host.slice(colon))) return undefined;
  if (!isHost(host)) return undefined;
  return colon < 0 ? host : host.slice(0, colon);
};

const parseAuthority = (
  scheme: string,
  authority: string,
): { hostname: string; hasUser: boolean } | undefined => {
  const at = authority.lastIndexOf("@");
  const hostname = parseHost(scheme, authority.slice(at + 1));
  if (hostname === undefined) return undefined;
  if (at < 0) return { hostname, hasUser: false };
  const user = authority.slice(0, at);
  return userCharacters.test(user) && !badEscape.test(user)
    ? { hostname, hasUser: true }
    : undefined;
};

/** What nearly all URLs of servers are: a host of letters and digits, and perhaps a port. */
const PLAIN = /^([a-z]+):\/\/([A-Za-z0-9\-.]+)(?::\d*)?$/;

/**
 * Splits a URL as Go's `net/url` Parse does, or gives `undefined` where Go reports an error.
 *
 * The platform's `URL` cannot stand in: it refuses relative references, which Go takes, and repairs
 * white space, case and backslashes, which Go refuses or keeps.
 */
export const parseGoUrl = (text: string): GoUrl | undefined => {
  const [, plainScheme, plainHost] = PLAIN.exec(text) ?? [];
  if (plainScheme !== undefined && plainHost !== undefined) {
    return { scheme: plainScheme, path: "", hostname: plainHost, hasUser: false };
  }
  const hash = text.indexOf("#");
  const main = hash < 0 ? text : text.slice(0, hash);
  if (hash >= 0 && badEscape.test(text.slice(hash + 1))) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\0-\x1f\x7f]/.test(main)) return undefined;
  const split = main === "*" ? { scheme: "", rest: main } : splitScheme(main);
  if (!split) return undefined;
  const { scheme } = split;
  const query = split.rest.indexOf("?");
  let path = query < 0 ? split.rest : split.rest.slice(0, query);
  let authority = { hostname: "", hasUser: false };
  if (!path.startsWith("/")) {
    // `foo:bar` is opaque: no host, no path.
    if (scheme !== "") return { scheme, path: "", ...authority };
    if (path.split("/", 1)[0]?.includes(":")) return undefined;
  } else if (path.startsWith("//") && (scheme !== "" || !path.startsWith("///"))) {
    const end = path.indexOf("/", 2);
    const parsed = parseAuthority(scheme, end < 0 ? path.slice(2) : path.slice(2, end));
    if (!parsed) return undefined;
    authority = parsed;
    path = end < 0 ? "" : path.slice(end);
  }
  return badEscape.test(path) ? undefined : { scheme, path, ...authority };
};
