import type { Connection } from "../connection/connection.js";
import { DrainError } from "../errors/drain-error.js";
import { checkTimes } from "../platform/timer.js";

/** One client of one server, as `/connz` lists it. */
export interface ClientAddress {
  /** Identifier of the server, `server_id` in `/varz`. */
  readonly serverId: string;
  /** Number of the connection, `cid` in `/connz`. */
  readonly cid: number;
}

/**
 * Tells one client that its server is in lame duck mode, which makes it hand over; everybody else stays. Good for
 * rebalancing and for tests.
 *
 * @param connection - Of a user of the system account.
 * @param client - Whom to tell.
 * @throws {@link DrainError} `ERR_SERVER` if the server refuses or doesn't answer, `ERR_OPTION` for a wrong option.
 * @example
 * ```ts
 * await lameDuckClient(system, { serverId, cid: 42 });
 * ```
 */
export function lameDuckClient(
  connection: Connection,
  client: ClientAddress,
  options: { readonly timeoutMs?: number | undefined } = {},
): Promise<void> {
  return ask(connection, client, "LDM", options.timeoutMs);
}

/**
 * Closes one client's connection. The client reconnects by itself, and what was under way is lost: prefer
 * {@link lameDuckClient} where the client is able to hand over.
 *
 * @throws {@link DrainError} `ERR_SERVER` if the server refuses or doesn't answer, `ERR_OPTION` for a wrong option.
 */
export function kickClient(
  connection: Connection,
  client: ClientAddress,
  options: { readonly timeoutMs?: number | undefined } = {},
): Promise<void> {
  return ask(connection, client, "KICK", options.timeoutMs);
}

async function ask(
  connection: Connection,
  { serverId, cid }: ClientAddress,
  request: "LDM" | "KICK",
  timeoutMs = 5_000,
): Promise<void> {
  if (!/^N[A-Z2-7]{55}$/.test(serverId)) {
    throw new DrainError("ERR_OPTION", `${serverId} is not the identifier of a server (server_id)`);
  }
  checkTimes({ timeoutMs });
  const subject = `$SYS.REQ.SERVER.${serverId}.${request}`;
  let answer: { error?: { code: number; description: string } };
  try {
    const message = await connection.request(subject, JSON.stringify({ cid }), {
      timeout: timeoutMs,
    });
    answer = message.json();
  } catch (cause) {
    throw new DrainError(
      "ERR_SERVER",
      `${serverId} didn't answer; is it running, and does this user belong to the system account?`,
      { cause },
    );
  }
  if (answer.error !== undefined) {
    throw new DrainError(
      "ERR_SERVER",
      `the server refused to ${request === "LDM" ? "tell" : "close"} client ${cid}: ${answer.error.description}`,
    );
  }
}
