/** How to start a server. */
export interface StartServerOptions {
  /**
   * Text of a nats.conf. Its relative paths and includes start at `workDir`. What it doesn't decide itself is
   * added: a free client port and a free monitoring port, both on loopback.
   *
   * @default an empty configuration
   */
  readonly config?: string | undefined;
  /** Client port; -1 takes a free one. @default what `config` says, else -1 */
  readonly port?: number | undefined;
  /** Monitoring port; -1 takes a free one. @default what `config` says, else -1 */
  readonly monitorPort?: number | undefined;
  /** Address to listen on. @default what `config` says, else "127.0.0.1" */
  readonly host?: string | undefined;
  /** Server name. @default what `config` says, else the server makes one */
  readonly name?: string | undefined;
  /** Turns JetStream on, with its store below `workDir`. @default false */
  readonly jetstream?: boolean | undefined;
  /** Adds a WebSocket listener without TLS; `true` takes a free port. @default false */
  readonly websocket?: boolean | { readonly port: number } | undefined;
  /** Lame duck mode: how long it takes (at least 30 000 ms) and how long clients are left alone in it. */
  readonly lameDuck?: { readonly durationMs: number; readonly graceMs: number } | undefined;
  /** Directory for configuration and stores, kept after the end. @default a temporary one that is removed */
  readonly workDir?: string | undefined;
  /** Environment variables beside this process's own, for `$NAME` in the configuration. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Further command-line arguments, for example `["-DV"]`. */
  readonly args?: readonly string[] | undefined;
  /** How long the server may take to listen, in milliseconds. @default 10_000 */
  readonly readyTimeoutMs?: number | undefined;
  /** Gives up waiting and ends the process. Has no effect once the server is ready. */
  readonly signal?: AbortSignal | undefined;
}
