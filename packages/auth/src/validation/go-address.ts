/** Whether a text is an IPv4 address as Go takes it: four numbers, no leading zeros (`net/netip` ParseAddr). */
const isIpv4 = (text: string): boolean => IPV4.test(text);

const BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);

const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** Group by group: lists of such addresses are long, and splitting them costs more than reading. */
const isIpv6 = (text: string): boolean => {
  if (text === "::") return true;
  let hasGap = text.startsWith("::");
  let width = 0;
  for (let at = hasGap ? 2 : 0; ; ) {
    const colon = text.indexOf(":", at);
    const group = text.slice(at, colon < 0 ? text.length : colon);
    if (colon < 0 && group.includes(".")) return isIpv4(group) && isWidth(width + 2, hasGap);
    if (!GROUP.test(group)) return false;
    width += 1;
    if (colon < 0) return isWidth(width, hasGap);
    at = colon + 1;
    if (text[at] !== ":") continue;
    if (hasGap) return false;
    hasGap = true;
    at += 1;
    if (at === text.length) return isWidth(width, hasGap);
  }
};

const isWidth = (width: number, hasGap: boolean): boolean => (hasGap ? width < 8 : width === 8);

/** The kind of an address text as Go's `net/netip` parses it; `zone` is the part after `%`. */
export const parseGoAddress = (
  text: string,
): { readonly version: 4 | 6; readonly zone: string } | undefined => {
  // Longest legal form without a zone is 45 characters; do not split megabytes.
  const percent = text.indexOf("%");
  const address = percent < 0 ? text : text.slice(0, percent);
  if (address.length > 45) return undefined;
  const zone = percent < 0 ? "" : text.slice(percent + 1);
  if (isIpv4(address)) return percent < 0 ? { version: 4, zone } : undefined;
  if (!address.includes(":") || !isIpv6(address)) return undefined;
  return percent >= 0 && zone === "" ? undefined : { version: 6, zone };
};

/**
 * Whether a text is a network as Go's `net.ParseCIDR` takes it: an address without leading zeros and a
 * mask, which may have some.
 */
export const isGoCidr = (text: string): boolean => {
  const slash = text.indexOf("/");
  if (slash < 0) return false;
  const address = parseGoAddress(text.slice(0, slash));
  const mask = text.slice(slash + 1);
  if (address?.zone !== "" || !/^0*\d{1,3}$/.test(mask)) return false;
  return Number(mask) <= (address.version === 4 ? 32 : 128);
};
