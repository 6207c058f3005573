import { statuses } from "@kchat/drain";
import { connect, jwtAuthenticator, type NatsConnection } from "nats";
import { ProvisionerError } from "../errors.js";
import { serveProvisioner } from "../service/serve.js";
import { readFlag } from "./files.js";
import { type Printer, printer } from "./printer.js";
import type { ExitCode, Streams } from "./run.js";
import { isExposed, readCreds, readSigningKey } from "./secrets.js";
import { stopSignals } from "./stop-signals.js";

/** The command line, checked in form. */
export interface ServeFlags {
  readonly acc: string;
  readonly sk: string;
  readonly creds: string;
  readonly server: string;
  readonly subject: string;
  readonly queue: string;
  readonly lifetime: number;
  readonly json?: true;
  /** Whether the queue group was named, rather than left at its default. */
  readonly isQueueNamed: boolean;
}

/** Serves until it is told to stop, or until its connection is lost for good. */
export async function serve(
  flags: ServeFlags,
  streams: Streams,
  signal: AbortSignal | undefined,
): Promise<ExitCode> {
  const account = readFlag("--acc", flags.acc);
  const signer = readSigningKey(flags.sk);
  const { jwt, seed } = readCreds(flags.creds);
  const print = printer(streams, flags.json === true);
  for (const file of [flags.sk, flags.creds].filter(isExposed)) {
    print.warning(`${file} can be read by other users of this machine; chmod 600 it`);
  }
  if (flags.isQueueNamed) {
    print.warning(
      `names are only unique within one process: others in queue ${flags.queue} may give the same name to another key`,
    );
  }
  const connection = await open(flags.server, jwt, seed);
  void watch(connection, print);
  const stop = stopSignals(signal);
  try {
    const provisioner = await serveProvisioner({
      connection,
      account,
      signer,
      subject: flags.subject,
      queue: flags.queue,
      lifetimeSeconds: flags.lifetime,
      onAudit: print.audit,
    });
    print.ready(provisioner, connection.getServer());
    const error = await Promise.race([stop.first, provisioner.ended]);
    // Also after an end that nobody asked for: requests that were taken may still be worked on.
    const report = await provisioner.drain({ signal: stop.second });
    print.stopped(provisioner.stats, report);
    if (error) throw error;
    return report.exitCode;
  } finally {
    stop.close();
    await close(connection);
    signer.clear();
    seed.fill(0);
  }
}

async function open(servers: string, jwt: string, seed: Uint8Array): Promise<NatsConnection> {
  try {
    return await connect({
      servers: servers.split(","),
      name: "kchat-provisioner",
      authenticator: jwtAuthenticator(jwt, seed),
      maxReconnectAttempts: -1,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProvisionerError("ERR_CONNECTION", `no connection to ${servers}: ${reason}`, {
      cause,
    });
  }
}

/** Tells of every loss and return of the connection, until it is closed. */
async function watch(connection: NatsConnection, print: Printer): Promise<void> {
  for await (const status of statuses(connection)) {
    if (status.type === "disconnect") print.disconnected(status.server);
    if (status.type === "reconnect") print.reconnected(status.server);
  }
}

async function close(connection: NatsConnection): Promise<void> {
  if (!connection.isClosed()) await connection.close();
}
