import type { Signer, UserPermissionLimits } from "@kchat/auth";
import type { Connection, TrackedConnection } from "@kchat/drain";
import type { NameRegistry } from "../admission/names.js";
import type { QuotaOptions } from "../admission/quota.js";
import type { AuditEvent } from "./audit.js";

/** Who asks, once the proof holds. */
export interface Candidate {
  readonly name: string;
  readonly publicKey: string;
}

/** How a provisioner runs. */
export interface ServeProvisionerOptions {
  /** Connection of either client with {@link provisionerPermissions}. Draining the provisioner closes it. */
  readonly connection: Connection | TrackedConnection;
  /** JWT of the account that issues. */
  readonly account: string;
  /** Scoped signing key of the account, or what signs with it elsewhere (KMS, Vault). */
  readonly signer: Signer;
  /**
   * Accepts a signing key without scope, or the account's own key, whose theft gives the whole account away.
   * These permissions are then written into every JWT.
   *
   * @default absent: such a key is refused
   */
  readonly unsafeUnscopedSigner?: { readonly permissions: UserPermissionLimits } | undefined;
  /** @default "chat.req.access" */
  readonly subject?: string | undefined;
  /** Provisioners with the same queue group share the load. @default "kubecon" */
  readonly queue?: string | undefined;
  /** How long credentials are valid, in seconds: 60 to 86_400. Up to a tenth less, so that not all expire at once. @default 28_800 */
  readonly lifetimeSeconds?: number | undefined;
  /** How far a proof's time may be from now, in milliseconds: 1000 to 300_000. @default 60_000 */
  readonly proofWindowMs?: number | undefined;
  /** Who has which name. @default namesInMemory() */
  readonly names?: NameRegistry | undefined;
  /** How long a name stays with its key after the last request, in milliseconds. @default 30 days */
  readonly nameHoldMs?: number | undefined;
  readonly quota?: QuotaOptions | undefined;
  /**
   * A rule of your own, such as an invitation; called for each request whose proof holds, `concurrency` at a time.
   * Who is not admitted spends nothing of the quota.
   *
   * @default everybody
   */
  readonly admit?: ((candidate: Candidate) => Promise<boolean> | boolean) | undefined;
  /** Requests that are worked on at once. @default 16 */
  readonly concurrency?: number | undefined;
  /** Requests that may wait beyond those; more are refused as busy. @default 512 */
  readonly backlog?: number | undefined;
  /** Told of every decision, and of an end that nobody asked for. What it throws is ignored. */
  readonly onAudit?: ((event: AuditEvent) => void) | undefined;
  /** Gives up waiting for the server's confirmation; has no effect once the provisioner serves. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** From 0 up to 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}
