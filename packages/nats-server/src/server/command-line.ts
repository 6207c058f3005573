import { join } from "node:path";
import type { StartServerOptions } from "./options.js";
import { topLevelKeys } from "./top-level-keys.js";

/**
 * The configuration text: the caller's, and lines for the options. A flag would do for some of them, but the server
 * forgets the flags of others (its name) at a reload.
 */
export function configText(config: string, options: StartServerOptions): string {
  const { name, websocket = false, lameDuck, host = "127.0.0.1" } = options;
  const lines: string[] = [];
  if (name !== undefined) lines.push(`server_name: ${JSON.stringify(name)}`);
  if (websocket !== false) {
    const port = websocket === true ? -1 : websocket.port;
    lines.push(`websocket { host: "${host}", port: ${port}, no_tls: true }`);
  }
  if (lameDuck !== undefined) {
    lines.push(`lame_duck_duration: "${lameDuck.durationMs}ms"`);
    lines.push(`lame_duck_grace_period: "${lameDuck.graceMs}ms"`);
  }
  return lines.length === 0 ? config : `${config}\n${lines.join("\n")}\n`;
}

/** The arguments; flags override the file, so a default is passed only where the file is silent. */
export function commandLine(options: StartServerOptions, workDir: string): string[] {
  const { config = "", jetstream = false, args = [] } = options;
  const keys = topLevelKeys(config);
  const silentOn = (...names: string[]) => !names.some((name) => keys.has(name));
  const flags: string[] = [];
  const host = options.host ?? (silentOn("host", "net", "listen") ? "127.0.0.1" : undefined);
  const port = options.port ?? (silentOn("port", "listen") ? -1 : undefined);
  if (host !== undefined) flags.push("--addr", host);
  if (port !== undefined) flags.push("--port", String(port));
  const monitored = !silentOn("http", "https", "http_port", "https_port", "monitor_port");
  const monitorPort = options.monitorPort ?? (monitored ? undefined : -1);
  if (monitorPort !== undefined) flags.push("--http_port", String(monitorPort));
  if (jetstream) flags.push("--jetstream");
  // Without it every server of the machine would share $TMPDIR/nats/jetstream.
  if (!/store[_-]?dir/i.test(config)) flags.push("--store_dir", join(workDir, "jetstream"));
  return [...flags, ...args];
}
