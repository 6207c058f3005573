import { type NatsServer, startServer } from "@kchat/nats-server";
import type { Browser } from "playwright-core";
import { launchChromium } from "../programs/chromium.js";
import type { Proof } from "../proof.js";
import { bundlePage } from "./bundle.js";
import { openRelay, type Relay } from "./relay.js";
import { type Site, serveSite } from "./site.js";
import { makeTrust, type Trust } from "./trust.js";
import { type Visit, visit } from "./visit.js";

/** A name that only this browser resolves: HTTP from there is no secure context, as loopback is. */
const PLAIN_HOST = "plain.example";
/** One that the server does not allow. */
const STRANGE_HOST = "stranger.example";

/**
 * Where the page comes from: by loopback, which browsers trust as they do HTTPS; by plain HTTP from elsewhere; or from
 * where the server wants no connections from.
 */
export type Origin = "secure" | "plain" | "strange";

/** A browser, the site with the page, and a server in operator mode with a WebSocket listener. */
export interface Testbed extends AsyncDisposable {
  readonly server: NatsServer;
  /** What pages reach the server by, through the relay. */
  readonly websocketUrl: string;
  readonly relay: Relay;
  readonly site: Site;
  readonly trust: Trust;
  /** The server's configuration, with accounts of others. */
  config(others?: readonly string[]): string;
  visit(origin?: Origin): Promise<Visit>;
}

let shared: Promise<Testbed | { readonly skipped: string }> | undefined;

/** A proof that needs the testbed, which all of them share; skipped with the reason where there is no browser. */
export function proof(name: string, prove: (testbed: Testbed) => Promise<void>): Proof {
  return {
    name,
    run: async () => {
      shared ??= open();
      const testbed = await shared;
      if ("skipped" in testbed) return testbed;
      await prove(testbed);
      return undefined;
    },
  };
}

/** Ends what the proofs shared. */
export async function close(): Promise<void> {
  const testbed = await shared?.catch(() => undefined);
  shared = undefined;
  if (testbed !== undefined && !("skipped" in testbed)) await testbed[Symbol.asyncDispose]();
}

async function open(): Promise<Testbed | { readonly skipped: string }> {
  const hosts = [PLAIN_HOST, STRANGE_HOST].map((host) => `MAP ${host} 127.0.0.1`).join(",");
  const browser = await launchChromium(["--no-proxy-server", `--host-resolver-rules=${hosts}`]);
  if ("skipped" in browser) return browser;
  const opened: AsyncDisposable[] = [browser];
  const dispose = async () => {
    for (const thing of opened.splice(0).reverse()) await thing[Symbol.asyncDispose]();
  };
  try {
    return await setUp(browser, opened, dispose);
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function setUp(
  browser: Browser,
  opened: AsyncDisposable[],
  dispose: () => Promise<void>,
): Promise<Testbed> {
  let websocketPort = 0;
  const relay = await openRelay(() => websocketPort);
  opened.push(relay);
  const websocketUrl = `ws://127.0.0.1:${relay.port}`;
  const site = await serveSite(await bundlePage(), websocketUrl);
  opened.push(site);
  const urls: Record<Origin, string> = {
    secure: `http://127.0.0.1:${site.port}`,
    plain: `http://${PLAIN_HOST}:${site.port}`,
    strange: `http://${STRANGE_HOST}:${site.port}`,
  };
  const trust = makeTrust("KUBECON");
  const origins = JSON.stringify([urls.secure, urls.plain]);
  const config = (others?: readonly string[]) =>
    `${trust.config(others)}
     websocket { host: "127.0.0.1", port: -1, no_tls: true, allowed_origins: ${origins} }`;
  const server = await startServer({ config: config() });
  opened.push(server);
  websocketPort = Number(new URL(server.websocketUrl ?? "").port);
  return {
    server,
    websocketUrl,
    relay,
    site,
    trust,
    config,
    visit: (origin = "secure") => visit(browser, `${urls[origin]}/`),
    [Symbol.asyncDispose]: dispose,
  };
}
