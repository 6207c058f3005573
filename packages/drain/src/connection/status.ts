import type { ClientStatus } from "./connection.js";

/** What happens to a connection, in one form for both generations of the client. */
export type Status =
  /** The connection to `server` broke. */
  | { readonly type: "disconnect"; readonly server: string }
  /** The client dials. */
  | { readonly type: "reconnecting" }
  /** The client is connected again, to `server`. */
  | { readonly type: "reconnect"; readonly server: string }
  /** Servers joined or left the cluster. */
  | { readonly type: "update"; readonly added: string[]; readonly deleted: string[] }
  /** `server` is in lame duck mode: it will close this connection soon. */
  | { readonly type: "ldm"; readonly server: string }
  /** The server reported an error; `denied` says which operation a permission forbade. */
  | { readonly type: "error"; readonly error: Error; readonly denied?: DeniedOperation }
  /** A ping was sent; `pending` are without an answer. */
  | { readonly type: "ping"; readonly pending: number }
  /** Too many pings without an answer: the client gives the connection up. */
  | { readonly type: "stale" }
  /** The application asked the client to reconnect. */
  | { readonly type: "forceReconnect" }
  /** An iterator is read more slowly than messages arrive. */
  | { readonly type: "slowConsumer"; readonly subject: string; readonly pending: number }
  /** The connection closed for good; always the last one. */
  | { readonly type: "close"; readonly error?: Error }
  /** An event that this version does not know. */
  | { readonly type: "other"; readonly name: string };

/** An operation that the server refused. */
export interface DeniedOperation {
  /** What was tried. */
  readonly operation: "publish" | "subscription";
  /** On which subject. */
  readonly subject: string;
  /** In which queue group. */
  readonly queue?: string;
}

/**
 * Turns a status of either client into a {@link Status}; never throws.
 *
 * @param status - What the client's `status()` yielded.
 * @example
 * ```ts
 * normaliseStatus({ type: "ldm", data: "10.0.0.1:4222" }); // nats 2.x
 * normaliseStatus({ type: "ldm", server: "10.0.0.1:4222" }); // @nats-io 3.x
 * // both: { type: "ldm", server: "10.0.0.1:4222" }
 * ```
 */
export function normaliseStatus(status: ClientStatus): Status {
  const fields = status as unknown as Record<string, unknown>;
  switch (status.type) {
    case "disconnect":
    case "reconnect":
    case "ldm":
      return { type: status.type, server: text(fields.server ?? fields.data) };
    case "reconnecting":
      return { type: "reconnecting" };
    case "update": {
      const change = record(fields.data) ?? fields;
      return { type: "update", added: texts(change.added), deleted: texts(change.deleted) };
    }
    case "error":
      return errorStatus(fields);
    case "ping":
    case "pingTimer":
      return { type: "ping", pending: count(fields.pendingPings ?? fields.data) };
    case "staleConnection":
      return { type: "stale" };
    case "forceReconnect":
    case "client initiated reconnect":
      return { type: "forceReconnect" };
    case "slowConsumer":
      return {
        type: "slowConsumer",
        subject: subjectOf(fields.sub),
        pending: count(fields.pending),
      };
    case "close":
      return { type: "close" };
    default:
      return { type: "other", name: text(status.type) };
  }
}

function errorStatus(fields: Record<string, unknown>): Status {
  const error = fields.error instanceof Error ? fields.error : new Error(text(fields.data));
  // 2.x puts the context beside the code, 3.x into its PermissionViolationError.
  const context = record(fields.permissionContext) ?? (error as unknown as Record<string, unknown>);
  const { operation, subject, queue } = context;
  if ((operation !== "publish" && operation !== "subscription") || typeof subject !== "string") {
    return { type: "error", error };
  }
  const inQueue = typeof queue === "string" && queue !== "" ? { queue } : {};
  return { type: "error", error, denied: { operation, subject, ...inQueue } };
}

function subjectOf(subscription: unknown): string {
  const getSubject = record(subscription)?.getSubject;
  return typeof getSubject === "function" ? text(getSubject.call(subscription)) : "";
}

const record = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
const text = (value: unknown): string => (typeof value === "string" ? value : String(value ?? ""));
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);
const count = (value: unknown): number => (typeof value === "number" ? value : 0);
