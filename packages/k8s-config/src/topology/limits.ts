import type { Field } from "./field.js";
import { bytesOf, readSize, type Size } from "./size.js";

/** What one connection, one message and one shutdown may take. */
export interface LimitsInput {
  /** Largest message, at most 64Mi. Above 8Mi the server's authors advise against. @default "1Mi" */
  maxPayload?: Size | undefined;
  /** Connections a server. @default 65536 */
  maxConnections?: number | undefined;
  /** Time over which a leaving server spreads the farewell to its clients, 30 to 3600. @default 30 */
  lameDuckSeconds?: number | undefined;
}

/** Limits with every default filled in. */
export interface Limits {
  readonly maxPayload: Size;
  readonly maxConnections: number;
  readonly lameDuckSeconds: number;
}

/** The server refuses to start with a message larger than what may wait for one client. */
const maxPending = 64 * 2 ** 20;

export function readLimits(field: Field): Limits {
  const fields = field.fields("maxPayload", "maxConnections", "lameDuckSeconds");
  const maxPayload = readSize(fields.maxPayload) ?? "1Mi";
  if (bytesOf(maxPayload) > maxPending) {
    fields.maxPayload.error("out-of-range", `${maxPayload} is more than 64Mi`);
  } else if (bytesOf(maxPayload) > 8 * 2 ** 20) {
    fields.maxPayload.warn("out-of-range", `${maxPayload} is more than the advised 8Mi`);
  }
  return {
    maxPayload,
    maxConnections: fields.maxConnections.integer(1, 10_000_000) ?? 65_536,
    lameDuckSeconds: fields.lameDuckSeconds.integer(30, 3600) ?? 30,
  };
}
