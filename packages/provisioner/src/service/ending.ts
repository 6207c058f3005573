import { type Connection, type Subscription, statuses, type TrackedConnection } from "@kchat/drain";
import { ProvisionerError } from "../errors.js";

/** What a provisioner hears requests by. */
interface Listening {
  readonly tracked: TrackedConnection<Connection>;
  readonly subscription: Pick<Subscription, "unsubscribe">;
  readonly subject: string;
  readonly queue: string;
  /** Whether the provisioner was asked to end. */
  readonly isAsked: () => boolean;
}

/**
 * Waits until no request can be heard any more; gives the error unless that was asked for.
 *
 * When permissions change, the server ends the subscription and leaves the connection, which then hears nothing. Its
 * message at a reload names no queue group, so the clients don't recognise their subscription in it: only the status tells.
 */
export async function ending(listening: Listening): Promise<ProvisionerError | undefined> {
  const { tracked, subscription, subject, queue, isAsked } = listening;
  const isWanted = () => isAsked() || tracked.isDraining();
  for await (const status of statuses(tracked)) {
    if (status.type !== "error" || status.denied?.operation !== "subscription") continue;
    const { denied, error: cause } = status;
    if (denied.subject !== subject || (denied.queue ?? queue) !== queue || isWanted()) continue;
    // The client would subscribe again at its next reconnect, when nobody counts on it any more.
    subscription.unsubscribe();
    const message = `the server no longer lets these creds subscribe to ${subject} in queue ${queue}, so requests are not heard; give the permission back and start again`;
    return new ProvisionerError("ERR_CONNECTION", message, { cause });
  }
  const reason = await tracked.closed();
  if (isWanted()) return undefined;
  const because = reason instanceof Error ? `: ${reason.message}` : "";
  const message = `the connection was closed${because}, so requests are not heard; start again`;
  return new ProvisionerError("ERR_CONNECTION", message, { cause: reason });
}
