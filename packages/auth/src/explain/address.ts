import { isGoCidr, parseGoAddress } from "../validation/go-address.js";

const ipv4Bits = (text: string): bigint =>
  text.split(".").reduce((bits, field) => (bits << 8n) | BigInt(field), 0n);

const ipv6Bits = (text: string): bigint => {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const low = dotted ? ipv4Bits(dotted[2] ?? "0") : 0n;
  const plain = dotted
    ? `${dotted[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`
    : text;
  const [head = "", tail] = plain.split("::");
  const groups = (part: string | undefined): string[] => (part ? part.split(":") : []);
  const left = groups(head);
  const right = groups(tail);
  const zeros = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill("0");
  return [...left, ...zeros, ...right].reduce(
    (bits, group) => (bits << 16n) | BigInt(Number.parseInt(group, 16)),
    0n,
  );
};

const MAPPED = 0xffffn << 32n;

/** The address as number; IPv4 and IPv4-mapped ones alike are 32 bits wide. */
const read = (text: string): { bits: bigint; width: 32 | 128 } | undefined => {
  const parsed = parseGoAddress(text);
  if (parsed?.zone !== "") return undefined;
  if (parsed.version === 4) return { bits: ipv4Bits(text), width: 32 };
  const bits = ipv6Bits(text);
  return (bits & ~0xffffffffn) === MAPPED
    ? { bits: bits & 0xffffffffn, width: 32 }
    : { bits, width: 128 };
};

/** Whether an address lies in a network, as Go's `net.IPNet.Contains` sees it. */
export const isInNetwork = (address: string, network: string): boolean => {
  if (!isGoCidr(network)) return false;
  const [base = "", mask = ""] = network.split("/");
  const ip = read(address);
  const net = read(base);
  if (!ip || !net || ip.width !== net.width) return false;
  // The mask of a mapped address counts from the front of its 128 bits.
  const isMapped = base.includes(":") && net.width === 32;
  const ones = isMapped ? Math.max(0, Number(mask) - 96) : Number(mask);
  const shift = BigInt(net.width - ones);
  return ip.bits >> shift === net.bits >> shift;
};
