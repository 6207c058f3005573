import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type NatsServer, startServer } from "@kchat/nats-server";
import type { NatsConnection } from "nats";
import { onTestFinished } from "vitest";
import { temporaryDirectory } from "../nsc/temporary-directory.js";
import { connect } from "../resolver/clients.js";
import { kchatAuth, type Outcome } from "./kchat-auth.js";

/** A store, a running server that trusts its operator, and the command set to both. */
export interface Serving {
  readonly store: string;
  readonly server: NatsServer;
  /** Runs the command on the store. */
  run(...args: readonly string[]): Promise<Outcome>;
  /** Runs the command on the store and the server. */
  talk(...args: readonly string[]): Promise<Outcome>;
  /** A connection that may do whatever the system account may. */
  system(): Promise<NatsConnection>;
  /** The text of a user's creds. */
  creds(account: string, user: string): Promise<string>;
}

/** Makes an operator with the account KUBECON and its user wally, and starts a server; stopped when the test ends. */
export async function serving(
  config: readonly string[] = ["--resolver", "full", "--allow-delete"],
  init: readonly string[] = [],
): Promise<Serving> {
  const store = join(await temporaryDirectory(), ".kchat");
  const run = (...args: readonly string[]) => kchatAuth(...args, "--store", store);
  await run("init", "KO", ...init);
  await run("add", "account", "KUBECON");
  await run("add", "user", "wally", "--account", "KUBECON");
  const { stdout } = await run("config", ...config);
  const server = await startServer({ config: stdout });
  onTestFinished(async () => {
    await server.stop();
  });
  const creds = (account: string, user: string) =>
    readFile(join(store, `creds/KO/${account}/${user}.creds`), "utf8");
  return {
    store,
    server,
    run,
    talk: (...args) => run(...args, "--server", server.url),
    system: async () => connect({ url: server.url, creds: await creds("SYS", "sys") }),
    creds,
  };
}
