import type { AccountLimits, JetStreamLimits } from "../claims/types/account.js";
import { type Line, limit } from "./lines.js";
import { unlessUnlimited } from "./permission-lines.js";

/** What an account may use, as lines of a description. */
export function limitLines(limits: AccountLimits = {}): Line[] {
  const tiers = Object.entries(limits.tiered_limits ?? {});
  return [
    ["connections", limit(limits.conn)],
    ["leaf nodes", limit(limits.leaf)],
    // Unlike these two, whose absence locks everybody out, the others matter where they bound something.
    ["subscriptions", unlessUnlimited(limits.subs)],
    ["bytes", unlessUnlimited(limits.data)],
    ["payload bytes", unlessUnlimited(limits.payload)],
    ["max imports", unlessUnlimited(limits.imports)],
    ["max exports", maxExports(limits)],
    ["bearer tokens", limits.disallow_bearer ? "refused" : undefined],
    [
      "JetStream",
      tiers.length > 0
        ? tiers.map(([tier, tierLimits]) => `${tier}: ${jetStream(tierLimits)}`)
        : jetStream(limits),
    ],
  ];
}

function maxExports({ exports, wildcards }: AccountLimits): string | undefined {
  const count = unlessUnlimited(exports);
  return count && !wildcards ? `${count}, without wildcards` : count;
}

function jetStream(limits: JetStreamLimits): string {
  const { mem_storage: memory, disk_storage: disk } = limits;
  if (!memory && !disk) return "off";
  const bounds = [
    ["streams", limits.streams],
    ["consumers", limits.consumer],
    ["unacknowledged", limits.max_ack_pending],
    ["bytes of a stream in memory", limits.mem_max_stream_bytes],
    ["bytes of a stream on disk", limits.disk_max_stream_bytes],
  ] as const;
  return [
    `memory ${limit(memory)}`,
    `disk ${limit(disk)}`,
    // For JetStream 0 is no limit, too.
    ...bounds.flatMap(([what, value]) => (value && value > 0 ? [`${value} ${what}`] : [])),
    ...(limits.max_bytes_required ? ["streams must say how large they get"] : []),
  ].join(", ");
}
