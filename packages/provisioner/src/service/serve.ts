import { type DrainOptions, type DrainReport, drain, track } from "@kchat/drain";
import { unlessAborted } from "../abort/unless-aborted.js";
import { namesInMemory } from "../admission/names.js";
import { Quota } from "../admission/quota.js";
import { ReplayGuard } from "../admission/replay-guard.js";
import { WorkQueue } from "../admission/work-queue.js";
import { ProvisionerError } from "../errors.js";
import { defaultQueue, defaultSubject } from "../permissions/permissions.js";
import { encodeLegacyRefusal, encodeReply } from "../protocol/reply.js";
import { type AuditEvent, auditOf, endedEvent } from "./audit.js";
import { boundedOption, literalOption } from "./checked-option.js";
import { decideInTime } from "./decide-in-time.js";
import { ending } from "./ending.js";
import { createIssuer } from "./issuer.js";
import type { ServeProvisionerOptions } from "./options.js";
import { type Decision, provision } from "./provision.js";

/** What a provisioner has done since it started. */
export interface ProvisionerStats {
  /** Requests that had somebody to answer. */
  readonly received: number;
  readonly issued: number;
  readonly refused: number;
}

/** A running provisioner. */
export interface Provisioner extends AsyncDisposable {
  readonly subject: string;
  readonly queue: string;
  /** Public key of the account that issues; clients pin it. */
  readonly account: string;
  /** Public key of the signing key; clients pin it. */
  readonly issuer: string;
  readonly stats: ProvisionerStats;
  /**
   * Resolves when no request is heard any more: without an error after `drain()` or `close()`, else with `ERR_CONNECTION`,
   * because the connection was closed or the server took the permission to subscribe away. Never rejects, and nothing is
   * tried again; `drain()` still ends what is left.
   */
  readonly ended: Promise<ProvisionerError | undefined>;
  /** Takes nothing new, answers everything taken, then closes the connection. */
  drain(options?: Pick<DrainOptions, "deadlineMs" | "signal">): Promise<DrainReport>;
  /** Closes the connection at once; requests that were taken stay unanswered. */
  close(): Promise<void>;
}

/** Verified proofs a window can hold; far above what the global quota lets through. */
const replayCapacity = 100_000;

/**
 * Serves requests for credentials: proves, admits, reserves the name, signs, and answers each request once.
 *
 * Everything is verified before the first request is taken: that the account JWT is valid, that the signing key belongs
 * to it, and that the key is scoped.
 *
 * @throws ProvisionerError `ERR_ACCOUNT_INVALID`, `ERR_SIGNER_FOREIGN`, `ERR_SIGNER_UNSCOPED`, `ERR_OPTION`,
 * `ERR_CONNECTION` when the creds may not listen
 * @example
 * ```ts
 * const provisioner = await serveProvisioner({ connection, account: accountJwt, signer });
 * process.once("SIGTERM", async () => {
 *   process.exitCode = (await provisioner.drain()).exitCode;
 * });
 * const error = await provisioner.ended;
 * if (error) throw error;
 * ```
 */
export async function serveProvisioner(options: ServeProvisionerOptions): Promise<Provisioner> {
  const { now = Date.now, onAudit, concurrency = 16, backlog = 512 } = options;
  const subject = literalOption("subject", options.subject ?? defaultSubject);
  const queue = literalOption("queue", options.queue ?? defaultQueue);
  const issuer = await createIssuer(options);
  const provisioning = {
    subject,
    issuer,
    now,
    names: options.names ?? namesInMemory({ now }),
    quota: new Quota(options.quota ?? {}, now()),
    replays: new ReplayGuard(replayCapacity),
    admit: options.admit,
    proofWindowMs: boundedOption("proofWindowMs", options.proofWindowMs ?? 60_000, 1_000, 300_000),
    nameHoldMs: boundedOption("nameHoldMs", options.nameHoldMs ?? 30 * 86_400_000, 0, 2 ** 48),
  };
  const work = new WorkQueue({
    concurrency: boundedOption("concurrency", concurrency, 1, 10_000),
    backlog: boundedOption("backlog", backlog, 0, 1_000_000),
  });
  const stats = { received: 0, issued: 0, refused: 0 };

  const audit = (event: AuditEvent): void => {
    try {
      onAudit?.(event);
    } catch {
      // The log of a decision must not change it, nor answer a second time.
    }
  };
  const tracked = track(options.connection);
  let refused: Error | undefined;
  const subscription = tracked.subscribe(subject, {
    queue,
    callback: async (error, message) => {
      if (error) {
        refused = error;
        return;
      }
      // Nobody to answer: a name would be reserved for a requester who never learns of it.
      if (!message.reply) return;
      stats.received += 1;
      const decision = await decideInTime(work, () => provision(message.data, provisioning));
      message.respond(encodeDecision(decision, message.data));
      stats["issued" in decision ? "issued" : "refused"] += 1;
      audit(auditOf(decision, issuer, message.data.length, now()));
    },
  });
  try {
    // The server has taken or refused the subscription when the flush returns.
    await unlessAborted(tracked.flush(), options.signal);
  } catch (error) {
    subscription.unsubscribe();
    throw error;
  }
  if (refused) {
    const message = `these creds may not subscribe to ${subject} in queue ${queue}`;
    throw new ProvisionerError("ERR_CONNECTION", message, { cause: refused });
  }

  let isAsked = false;
  const ended = ending({
    tracked,
    subscription,
    subject,
    queue,
    isAsked: () => isAsked,
  }).then((error) => {
    if (error) audit(endedEvent(error, now()));
    return error;
  });
  const leave = (drainOptions: DrainOptions = {}): Promise<DrainReport> => {
    isAsked = true;
    return drain(tracked, drainOptions);
  };

  return {
    subject,
    queue,
    account: issuer.account,
    issuer: issuer.publicKey,
    get stats() {
      return { ...stats };
    },
    ended,
    drain: leave,
    close() {
      isAsked = true;
      return tracked.close();
    },
    async [Symbol.asyncDispose]() {
      await leave();
    },
  };
}

function encodeDecision(decision: Decision, payload: Uint8Array): Uint8Array {
  if ("issued" in decision) return encodeReply({ jwt: decision.issued.jwt });
  const isText = decision.refusal.code === "ERR_MALFORMED" && payload[0] !== "{".charCodeAt(0);
  return isText ? encodeLegacyRefusal() : encodeReply({ error: decision.refusal });
}
