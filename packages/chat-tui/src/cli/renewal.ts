import { decodeUser } from "@kchat/auth";
import type { ManagedConnection } from "@kchat/drain";
import { keepRenewed, type Renewal } from "@kchat/provisioner/client";
import type { Warnings } from "../session/warnings.js";
import { calendarOf } from "../view/calendar.js";
import { type FoundCredentials, renewCredentials } from "./credentials.js";
import type { JoinFlags } from "./join.js";

/** What a renewal acts on. */
export interface RenewalContext {
  readonly connection: Pick<ManagedConnection, "handOver" | "isClosed">;
  readonly warnings: Warnings;
  readonly now?: (() => number) | undefined;
}

/** The longest that a timer waits. */
const maxTimerMs = 2_147_483_647;

/**
 * Renews credentials ahead of their expiry, and moves to a connection with the new ones while the old one still serves.
 * While the provisioner refuses, the person is told why, and until when the old ones are good.
 */
export function renewAhead(
  flags: JoinFlags,
  credentials: FoundCredentials,
  { connection, warnings, now }: RenewalContext,
): Renewal {
  let inUse = credentials.jwt;
  return keepRenewed({
    jwt: credentials.jwt,
    now,
    request: (signal) => renewCredentials(flags, credentials, signal),
    async onRenewed(jwt) {
      warnings.set("renewal", undefined);
      if (connection.isClosed()) return;
      // At the expiry the server ends the old connection, and the client comes back with the new JWT by itself.
      const leftMs = Math.min(maxTimerMs, Math.max(0, expiryOf(inUse) - Date.now()));
      await connection.handOver({ signal: AbortSignal.timeout(leftMs) });
      inUse = jwt;
      warnings.set("move", undefined);
    },
    onFailed(error) {
      const reason = error instanceof Error ? error.message : String(error);
      const end = endOf(expiryOf(inUse));
      warnings.set("renewal", `Your credentials ${end} and can't be renewed: ${reason}`);
    },
  });
}

function expiryOf(jwt: string): number {
  return (decodeUser(jwt).exp ?? Number.POSITIVE_INFINITY) * 1_000;
}

/** `end at 09:41`, with the day where it isn't today. */
function endOf(expiresAt: number): string {
  const calendar = calendarOf();
  const verb = expiresAt > Date.now() ? "end" : "ended";
  const isToday = calendar.day(expiresAt) === calendar.day(Date.now());
  const day = isToday ? "" : ` on ${calendar.day(expiresAt)}`;
  return `${verb}${day} at ${calendar.time(expiresAt)}`;
}
