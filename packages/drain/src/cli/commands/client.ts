import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { connect, credsAuthenticator } from "nats";
import { DrainError } from "../../errors/drain-error.js";
import { kickClient, lameDuckClient } from "../../server/client-requests.js";
import { reason } from "../../server/monitoring.js";
import { wholeNumber } from "../address.js";
import { show, type Terminal } from "../terminal.js";

interface ClientFlags {
  readonly server: string;
  readonly creds?: string;
  readonly serverId: string;
  readonly cid: number;
  readonly kick?: boolean;
  readonly json?: boolean;
}

/** `kchat-drain client`. */
export function clientCommand(terminal: Terminal): Command {
  return new Command("client")
    .description("tell one client that its server is leaving, or close its connection")
    .requiredOption("--server <url>", "where to connect")
    .option("--creds <file>", "credentials of a user of the system account")
    .requiredOption("--server-id <id>", "the client's server, server_id in /varz")
    .requiredOption("--cid <number>", "the client, cid in /connz", wholeNumber)
    .option("--kick", "close the connection instead of telling the client")
    .option("--json", "write JSON")
    .addHelpText(
      "after",
      "\nExample:\n  $ kchat-drain client --server nats://127.0.0.1:4222 --creds sys.creds --server-id NABC... --cid 42",
    )
    .action((flags: ClientFlags) => run(flags, terminal));
}

async function run(flags: ClientFlags, terminal: Terminal): Promise<void> {
  const { server, creds, serverId, cid, kick, json } = flags;
  const authenticator = creds === undefined ? {} : { authenticator: await readCreds(creds) };
  const connection = await connect({ servers: server, reconnect: false, ...authenticator }).catch(
    (cause: unknown) => {
      throw new DrainError("ERR_SERVER", `no connection to ${server}: ${reason(cause)}`, { cause });
    },
  );
  try {
    await (kick ? kickClient : lameDuckClient)(connection, { serverId, cid });
  } finally {
    await connection.close();
  }
  const action = kick ? "closed" : "told";
  show(terminal, json, `client ${cid} was ${action}`, { serverId, cid, action });
}

async function readCreds(file: string): Promise<ReturnType<typeof credsAuthenticator>> {
  try {
    return credsAuthenticator(await readFile(file));
  } catch (cause) {
    // Not the cause's message: it could quote the file.
    throw new DrainError("ERR_OPTION", `--creds ${file} can't be read`, { cause });
  }
}
