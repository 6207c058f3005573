import { unlessAborted } from "../abort/unless-aborted.js";
import { ProvisionerError } from "../errors.js";

/** An answer, the part of a message that is read. */
export interface Answer {
  readonly data: Uint8Array;
  readonly headers?: { get(key: string): string } | undefined;
}

/** The part of a NATS connection that a request needs; every official JavaScript client has it. */
export interface RequestConnection {
  request(subject: string, payload: Uint8Array, options: { timeout: number }): Promise<Answer>;
}

/** How a request travels. */
export interface SendOptions {
  readonly subject: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request and gives the answer; the clients' different errors become one set. */
export async function send(
  connection: RequestConnection,
  payload: Uint8Array,
  { subject, timeoutMs, signal }: SendOptions,
): Promise<Answer> {
  signal?.throwIfAborted();
  try {
    const request = connection.request(subject, payload, { timeout: timeoutMs });
    return await unlessAborted(request, signal);
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw explain(cause, subject, timeoutMs);
  }
}

function explain(cause: unknown, subject: string, timeoutMs: number): ProvisionerError {
  const kind = kindOf(cause);
  if (kind === "no-responders") {
    const message = `no provisioner listens on ${subject}; is it running, in this account?`;
    return new ProvisionerError("ERR_NO_PROVISIONER", message, { cause });
  }
  if (kind === "timeout") {
    const message = `no answer from ${subject} within ${timeoutMs} ms; may these creds publish there?`;
    return new ProvisionerError("ERR_TIMEOUT", message, { cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ProvisionerError("ERR_CONNECTION", `the request failed: ${reason}`, { cause });
}

/** 2.x has codes (`503`, `TIMEOUT`), 3.x has names, and wraps them in a `RequestError`. */
function kindOf(error: unknown): "no-responders" | "timeout" | "other" {
  for (let e = error; e instanceof Error; e = e.cause) {
    const code = "code" in e ? String(e.code) : "";
    if (code === "503" || e.name === "NoResponders") return "no-responders";
    if (code === "TIMEOUT" || e.name === "TimeoutError") return "timeout";
  }
  return "other";
}
