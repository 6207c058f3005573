import type { Trust } from "../topology/trust.js";
import { writeBlock } from "./syntax.js";

/** Writes operator, system account and preloaded accounts. A file of its own for the chart, the end of the file otherwise. */
export function resolverText(trust: Trust): string {
  return writeBlock({
    operator: trust.operator.jwt,
    system_account: trust.systemAccount,
    resolver: { bare: "MEMORY" },
    // Keys are account keys whose form was proven by decoding: letters and digits only.
    resolver_preload: Object.fromEntries(trust.accounts.map(({ key, jwt }) => [key, jwt])),
  });
}
