import { TransportError, type TransportErrorCode } from "../transport/transport.js";

/** What both client generations call the same failure: `code` in `nats` 2.x, the error's name in `@nats-io` 3.x. */
const codes = new Map<unknown, TransportErrorCode>([
  ["503", "ERR_TRANSPORT_NO_RESPONDERS"],
  ["NoResponders", "ERR_TRANSPORT_NO_RESPONDERS"],
  ["TIMEOUT", "ERR_TRANSPORT_TIMEOUT"],
  ["TimeoutError", "ERR_TRANSPORT_TIMEOUT"],
  ["PERMISSIONS_VIOLATION", "ERR_TRANSPORT_PERMISSION"],
  ["PermissionViolationError", "ERR_TRANSPORT_PERMISSION"],
  ["MAX_PAYLOAD_EXCEEDED", "ERR_TRANSPORT_TOO_LARGE"],
  ["CONNECTION_CLOSED", "ERR_TRANSPORT_CLOSED"],
  ["ClosedConnectionError", "ERR_TRANSPORT_CLOSED"],
  ["CONNECTION_DRAINING", "ERR_TRANSPORT_CLOSED"],
  ["DrainingConnectionError", "ERR_TRANSPORT_CLOSED"],
]);

/** Turns what a client rejected with into a {@link TransportError}; the default is `ERR_TRANSPORT_DISCONNECTED`. */
export function toTransportError(error: unknown, doing: string): TransportError {
  if (TransportError.isInstance(error)) return error;
  const code = codeOf(error) ?? "ERR_TRANSPORT_DISCONNECTED";
  const told = error instanceof Error ? error.message : String(error);
  return new TransportError(code, `${doing} failed: ${told}.`, { cause: error });
}

/** The code of an error or of what caused it; 3.x wraps what happened to a request in a `RequestError`. */
function codeOf(error: unknown, depth = 0): TransportErrorCode | undefined {
  if (!(error instanceof Error) || depth > 3) return undefined;
  return (
    codes.get((error as { code?: unknown }).code) ??
    codes.get(error.name) ??
    codeOf(error.cause, depth + 1)
  );
}
