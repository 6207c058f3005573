import { AuthError } from "../errors/auth-error.js";
import type { ResolverConnection, ResolverMessage } from "./connection.js";

/** How long and on which inbox replies of servers are gathered. */
export interface GatherOptions {
  /** How long to wait for the last server, in milliseconds, at most 2_147_483_647 (24 days). @default 2000 */
  readonly timeoutMs?: number | undefined;
  /**
   * Where replies arrive; the user must be allowed to subscribe below it. `issuePusher` gives its user an inbox that
   * nobody else can read. @default "_INBOX"
   */
  readonly inboxPrefix?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Replies of servers to one request. */
export interface Gathered {
  readonly replies: readonly Uint8Array[];
  /** True when the server said that nobody listens on the subject. */
  readonly noResponders: boolean;
}

/** For requests whose number of replies is only guessed. */
interface SettleOptions {
  /** How long to wait for one more reply after the last expected one, in milliseconds. @default 0 */
  readonly settleMs?: number | undefined;
}

/** Decides from the replies so far whether more are to come. */
export type IsComplete = (replies: readonly Uint8Array[]) => boolean;

/** The longest that a timer waits, in milliseconds: hosts count in 32 bits and fire a longer one at once. */
const LONGEST_MS = 2_147_483_647;

/**
 * Refuses times that a timer can't wait, by the names that the caller knows them by.
 *
 * @throws AuthError `ERR_OPTION` for the first that is out of range.
 */
export function checkTimes(times: Readonly<Record<string, number>>): void {
  for (const [name, ms] of Object.entries(times)) {
    if (ms >= 0 && ms <= LONGEST_MS) continue;
    throw new AuthError(
      "ERR_OPTION",
      `${name} is a number of milliseconds from 0 to ${LONGEST_MS}, not ${ms}: choose one in that range (its end, 24 days, is the longest that a timer waits)`,
    );
  }
}

/**
 * A request answered by any number of servers: every reply until `isComplete`, or until the time is up.
 *
 * @throws AuthError `ERR_OPTION` if a time is out of range, `ERR_RESOLVER`, `ERR_ABORTED`.
 */
export async function gather(
  connection: ResolverConnection,
  subject: string,
  payload: Uint8Array,
  isComplete: IsComplete,
  options: GatherOptions & SettleOptions = {},
): Promise<Gathered> {
  const { timeoutMs = 2000, inboxPrefix = "_INBOX", settleMs = 0, signal } = options;
  checkTimes({ timeoutMs, settleMs });
  refuseAborted(signal, subject);
  const reply = `${inboxPrefix}.${crypto.randomUUID().replaceAll("-", "")}`;
  const subscription = connection.subscribe(reply);
  const stop = () => subscription.unsubscribe();
  let timer = setTimeout(stop, timeoutMs);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    connection.publish(subject, payload, { reply });
    const gathered = await collect(subscription, (replies) => {
      if (!isComplete(replies)) return false;
      if (settleMs === 0) return true;
      clearTimeout(timer);
      timer = setTimeout(stop, settleMs);
      return false;
    });
    refuseAborted(signal, subject);
    return gathered;
  } catch (cause) {
    if (AuthError.isInstance(cause)) throw cause;
    throw new AuthError("ERR_RESOLVER", `no replies on ${subject}: ${cause}`, { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    subscription.unsubscribe();
  }
}

function refuseAborted(signal: AbortSignal | undefined, subject: string): void {
  if (!signal?.aborted) return;
  throw new AuthError("ERR_ABORTED", `gathering replies on ${subject} was aborted`, {
    cause: signal.reason,
  });
}

async function collect(
  messages: AsyncIterable<ResolverMessage>,
  isComplete: IsComplete,
): Promise<Gathered> {
  const replies: Uint8Array[] = [];
  for await (const message of messages) {
    // Servers answer a request that nobody listens to with an empty message of status 503.
    if (message.data.length === 0 && message.headers?.code === 503) {
      return { replies, noResponders: true };
    }
    replies.push(message.data);
    if (isComplete(replies)) break;
  }
  return { replies, noResponders: false };
}
