import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { NatsServerError } from "../errors.js";
import { Monitor } from "../monitor/monitor.js";
import { writeConfigFile } from "./config-file.js";
import { type FrozenServer, freezeServer } from "./freeze.js";
import { type LogBuffer, waitForLog } from "./log-buffer.js";
import { reloadServer } from "./reload.js";
import { type Launch, launch, type ServerExit, type ServerProcess } from "./server-process.js";

/** How long a server may take to shut down before it is killed. */
const STOP_TIMEOUT_MS = 5_000;

/** A running `nats-server`, made by `startServer`. */
export class NatsServer extends Monitor {
  /** As the binary reports it, for example `2.14.0`. */
  readonly version: string;
  /** Directory of configuration and stores. */
  readonly workDir: string;
  /** The configuration file that the server reads at start and reload. */
  readonly configFile: string;
  #process: ServerProcess;
  #stopped: Promise<ServerExit> | undefined;

  private constructor(
    private readonly setup: ServerSetup,
    running: ServerProcess,
    /** Name of the server; empty if its log goes to a file. */
    readonly name: string,
  ) {
    super();
    this.version = setup.version;
    this.workDir = setup.workDir;
    this.configFile = setup.configFile;
    this.#process = running;
  }

  /** @internal */
  static async start(setup: ServerSetup): Promise<NatsServer> {
    try {
      const running = await launch(setup);
      return new NatsServer(setup, running, await nameInLog(setup.log));
    } catch (error) {
      if (setup.temporary) await rm(setup.workDir, { recursive: true, force: true });
      throw error;
    }
  }

  /** Client URL, for example `nats://127.0.0.1:40371`. */
  get url(): string {
    return this.#process.ports.nats?.[0] ?? "";
  }

  /** Client port. */
  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** WebSocket URL, if the server has such a listener. */
  get websocketUrl(): string | undefined {
    return this.#process.ports.websocket?.[0];
  }

  /** URL of the routes' listener, if the server belongs to a cluster. */
  get clusterUrl(): string | undefined {
    return this.#process.ports.cluster?.[0];
  }

  /** URL of the monitoring endpoints. */
  get monitorUrl(): string {
    return this.#process.ports.monitoring?.[0] ?? "";
  }

  /** Process id; another one after {@link restart}. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Resolves when the current process has ended, however it did. */
  get exited(): Promise<ServerExit> {
    return this.#process.exited;
  }

  /** The last 256 KiB or more of the log. */
  logs(): string {
    return this.setup.log.toString();
  }

  /** Sends a signal to the process; without effect once it has ended. */
  signal(name: NodeJS.Signals): void {
    this.#process.child.kill(name);
  }

  /**
   * Stops every thread of the process, and resolves once they stand still: connections stay open and nothing answers.
   *
   * @throws {@link NatsServerError} `ERR_EXITED` if the process has ended, `ERR_NOT_READY` if it doesn't stop within 5 s
   * @example
   * ```ts
   * import { startServer } from "@kchat/nats-server";
   *
   * await using server = await startServer();
   * {
   *   using frozen = await server.freeze();
   *   // whatever must survive a server that hangs
   * }
   * ```
   */
  freeze(): Promise<FrozenServer> {
    return freezeServer(this);
  }

  /**
   * Replaces the caller's part of the configuration file atomically; what the options of the start added stays.
   * {@link reload} makes the server read it.
   */
  writeConfig(text: string): Promise<void> {
    return writeConfigFile(this.configFile, this.setup.render(text));
  }

  /**
   * Has the server read its configuration again, and resolves once it confirmed that the new one is in force.
   *
   * @throws {@link NatsServerError} `ERR_RELOAD_REFUSED` with the server's reason, `ERR_NOT_READY` without an answer
   */
  reload(options: { readonly timeoutMs?: number | undefined } = {}): Promise<void> {
    return reloadServer(this, this.setup.log, options.timeoutMs ?? 5_000);
  }

  /**
   * Puts the server into lame duck mode, and resolves once it refuses new clients. It ends by itself, see {@link exited}.
   *
   * @throws {@link NatsServerError} `ERR_EXITED` if the process has ended, `ERR_NOT_READY` if it doesn't say so within 5 s
   */
  async lameDuck(): Promise<void> {
    const { log } = this.setup;
    const from = log.position;
    const ended = this.exited.then(() => {
      throw new NatsServerError(
        "ERR_EXITED",
        "a server that has ended can't be put into lame duck mode",
      );
    });
    this.signal("SIGUSR2");
    // The whole log has been read when `exited` resolves, so a server that enters the mode and ends at once has said so before.
    await Promise.race([waitForLog(log, from, /Entering lame duck mode/, 5_000), ended]);
  }

  /** Shuts the server down (after 5 s by force) and removes its temporary directory. Can be called again. */
  stop(): Promise<ServerExit> {
    // SIGINT, since a server in lame duck mode ignores SIGTERM.
    this.#stopped ??= this.#end("SIGINT");
    return this.#stopped;
  }

  /** Ends the process with SIGKILL, as a crash would, and removes its temporary directory. */
  kill(): Promise<ServerExit> {
    this.signal("SIGKILL");
    this.#stopped ??= this.#end("SIGKILL");
    return this.#stopped;
  }

  /**
   * Starts the process again with the same configuration and directory, after shutting it down if it still runs.
   * A port that was chosen freely is another one afterwards, unless the server belongs to a cluster made here.
   *
   * @throws {@link NatsServerError} `ERR_EXITED` after {@link stop} or {@link kill}, and as `startServer`
   */
  async restart(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    if (this.#stopped !== undefined) {
      throw new NatsServerError("ERR_EXITED", "a stopped server can't restart; start another one");
    }
    await this.#shutDown("SIGINT");
    this.#process = await launch({ ...this.setup, signal: options.signal });
  }

  /** The same as {@link stop}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #end(name: NodeJS.Signals): Promise<ServerExit> {
    const exit = await this.#shutDown(name);
    if (this.setup.temporary) await rm(this.workDir, { recursive: true, force: true });
    return exit;
  }

  async #shutDown(name: NodeJS.Signals): Promise<ServerExit> {
    this.signal(name);
    const giveUp = new AbortController();
    const force = sleep(STOP_TIMEOUT_MS, undefined, { signal: giveUp.signal }).then(
      () => this.signal("SIGKILL"),
      () => {},
    );
    const exit = await this.exited;
    giveUp.abort();
    await force;
    return exit;
  }
}

/** What stays the same over all processes of one server. */
export interface ServerSetup extends Launch {
  readonly version: string;
  readonly configFile: string;
  readonly temporary: boolean;
  readonly render: (config: string) => string;
}

const NAME = /\[INF\] {3}Name: {5}(\S+)/;

/** The ports file can be there before the log has been read; a log that goes elsewhere gives no name. */
async function nameInLog(log: LogBuffer): Promise<string> {
  await waitForLog(log, 0, NAME, 500).catch(() => undefined);
  return NAME.exec(log.toString())?.[1] ?? "";
}
