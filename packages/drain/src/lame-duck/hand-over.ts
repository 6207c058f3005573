import { within } from "../drain/within.js";
import { DrainError } from "../errors/drain-error.js";
import type { HandOverReason } from "./events.js";
import type { Lease } from "./lease.js";
import type { ManagedSubscription } from "./managed-subscription.js";
import type { ManagePlan } from "./options.js";
import { pause } from "./pause.js";
import { probe } from "./probe.js";
import type { ServerDirectory } from "./server-directory.js";
import type { Stage } from "./stage.js";

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
/**
 * Attempts for which a lame duck's own server is refused. In lame duck mode it accepts nobody, so where it still accepts
 * connections it only asked this client to go: better to stay there than to be nowhere.
 */
const ATTEMPTS_ELSEWHERE = 3;

/** What a hand-over needs of the connection it works for. */
export interface HandOverHost {
  readonly plan: ManagePlan;
  readonly directory: ServerDirectory;
  readonly subscriptions: ReadonlySet<ManagedSubscription>;
  open(servers: string[]): Promise<Lease>;
  readonly stage: Stage;
  /** Drains a connection that won't be used: it may have taken messages already. */
  giveUp(lease: Lease): void;
  /** Makes `to` the connection in use. */
  swap(to: Lease): void;
  /** Drains the connection that was in use. */
  retire(old: Lease): void;
}

/**
 * Makes before it breaks: connects elsewhere, subscribes there, proves that this is known, swaps. Tries until it
 * succeeds, the reason is gone, or `signal` fires; until then the old connection serves.
 *
 * @returns whether it moved.
 */
export async function handOver(
  host: HandOverHost,
  old: Lease,
  reason: HandOverReason,
  signal: AbortSignal,
): Promise<boolean> {
  const { plan } = host;
  const from = old.server;
  const startedAt = performance.now();
  const isNeeded = (): boolean => !signal.aborted && (reason === "renewal" || old.isLeaving);
  plan.emit({ type: "begin", reason, from });
  if (reason === "lameDuck") await pause(plan.random() * plan.jitterMs, signal, old.lost);
  for (let attempt = 1; isNeeded(); attempt += 1) {
    let next: Lease | undefined;
    try {
      next = await dial(host, old, reason, attempt, signal);
      const probed = await takeOver(host, old, next, signal);
      if (!isNeeded()) {
        host.giveUp(next);
        break;
      }
      host.swap(next);
      plan.emit({
        type: "moved",
        reason,
        from,
        to: next.server,
        probed,
        ms: performance.now() - startedAt,
      });
      if (host.stage.hasUnproved) {
        await within(next.tracked.flush(), plan.attemptMs, signal);
        await pause(plan.settleMs, signal, old.lost);
      }
      host.retire(old);
      return true;
    } catch (error) {
      if (next !== undefined) host.giveUp(next);
      if (!isNeeded()) break;
      const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1));
      const retryMs = longest * (0.5 + plan.random() / 2);
      plan.emit({ type: "refused", attempt, error, retryMs });
      await pause(retryMs, signal);
    }
  }
  return false;
}

async function dial(
  host: HandOverHost,
  old: Lease,
  reason: HandOverReason,
  attempt: number,
  signal: AbortSignal,
): Promise<Lease> {
  const { plan, directory } = host;
  const { info } = old.tracked;
  const isLameDuck = reason === "lameDuck" || old.isLeaving;
  const known = isLameDuck ? directory.others(info, old.server) : directory.all(info);
  const first = beginWith(attempt, known.length);
  const servers = [...known.slice(first), ...known.slice(0, first)];
  const opening = host.open(servers);
  const opened = await within(opening, plan.attemptMs, signal);
  if (opened.outcome === "failed") throw opened.error;
  if (opened.outcome !== "done") {
    // Whatever it becomes later, nobody will use it.
    opening.then((lease) => lease.tracked.close()).catch(() => undefined);
    throw new DrainError(
      "ERR_NO_SERVER",
      `none of ${servers.join(", ")} accepted a connection within ${plan.attemptMs} ms`,
    );
  }
  const lease = await opening;
  const isSame = isLameDuck && lease.serverId === old.serverId && attempt <= ATTEMPTS_ELSEWHERE;
  if (lease.isLeaving || isSame) {
    host.giveUp(lease);
    throw new DrainError("ERR_NO_SERVER", `${lease.server} is leaving`);
  }
  return lease;
}

/** A server that hangs takes the whole attempt, so every second attempt begins with one of the others. */
function beginWith(attempt: number, servers: number): number {
  return attempt % 2 === 1 || servers === 1 ? 0 : 1 + ((attempt / 2 - 1) % (servers - 1));
}

/** Puts the new connection in place beside the old one. */
async function takeOver(
  host: HandOverHost,
  old: Lease,
  next: Lease,
  signal: AbortSignal,
): Promise<boolean> {
  const { plan, subscriptions } = host;
  let isUnbroken = true;
  void next.lost.then(() => {
    isUnbroken = false;
  });
  host.stage.enter(next);
  for (const subscription of subscriptions) subscription.attach(next);
  await bounded("take the preparations", Promise.resolve(plan.prepare(next.tracked)));
  await bounded("confirm the subscriptions", next.tracked.flush());
  const probed = await probe(
    old.tracked.connection,
    next.tracked.connection,
    plan.probeSubject(),
    plan.attemptMs,
    signal,
    old.lost,
  );
  await pause(plan.settleMs, signal, old.lost);
  for (const subscription of subscriptions) {
    if (!subscription.isOn(next)) {
      throw new DrainError(
        "ERR_NO_SERVER",
        `${next.server} refused the subscription to ${subscription.getSubject()}; check the permissions of the credentials`,
      );
    }
  }
  // Also where the client has mended it since: what was proved held for the connection before.
  if (next.isLeaving || !isUnbroken || next.tracked.isClosed()) {
    throw new DrainError(
      "ERR_NO_SERVER",
      `${next.server} ${next.isLeaving ? "announced that it leaves" : "broke off"} during the hand-over`,
    );
  }
  return probed;

  async function bounded(what: string, work: Promise<unknown>): Promise<void> {
    const waited = await within(work, plan.attemptMs, signal);
    if (waited.outcome === "failed") throw waited.error;
    if (waited.outcome === "done") return;
    throw new DrainError(
      "ERR_NO_SERVER",
      `${next.server} didn't ${what} within ${plan.attemptMs} ms`,
    );
  }
}
