import type { KeyPair } from "@kchat/auth";
import { inboxPrefix } from "@kchat/chat-core";
import {
  type ConnectionOptions,
  connect,
  ErrorCode,
  jwtAuthenticator,
  type NatsConnection,
  NatsError,
} from "nats";
import { TuiError } from "../errors.js";

/** Who connects. */
export interface ConnectIdentity {
  /** Read at each dial, so that a getter can give a renewed one. */
  readonly jwt: string;
  readonly keyPair: KeyPair;
}

/**
 * Connects with a private inbox, for as long as it takes to come back after a loss.
 *
 * @throws TuiError `ERR_TUI_CONNECT`
 */
export async function connectAs(
  servers: readonly string[],
  identity: ConnectIdentity,
  options: Pick<ConnectionOptions, "ignoreAuthErrorAbort"> = {},
): Promise<NatsConnection> {
  const { keyPair } = identity;
  try {
    return await connect({
      servers: [...servers],
      name: "kchat",
      authenticator: jwtAuthenticator(() => identity.jwt, keyPair.getSeed()),
      inboxPrefix: inboxPrefix(keyPair.getPublicKey()),
      // What we publish comes back to us as to everybody: the chat tells by it that a message is sent.
      maxReconnectAttempts: -1,
      timeout: 10_000,
      ...options,
    });
  } catch (cause) {
    throw new TuiError("ERR_TUI_CONNECT", explain(servers.join(", "), cause), { cause });
  }
}

/** The servers of `--server`. */
export function serversOf(flag: string): readonly string[] {
  return flag.split(",").map((server) => server.trim());
}

function explain(servers: string, error: unknown): string {
  const code = error instanceof NatsError ? error.code : undefined;
  switch (code) {
    case ErrorCode.ConnectionRefused:
    case ErrorCode.ConnectionTimeout:
    case ErrorCode.Timeout:
      return `no server answers at ${servers}: is it running, and is --server right?`;
    case ErrorCode.AuthorizationViolation:
    case ErrorCode.AuthenticationExpired:
    case ErrorCode.AccountExpired:
      return `the server at ${servers} refuses these credentials: they may have expired, or belong to another server.`;
    default:
      return `the connection to ${servers} failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}
