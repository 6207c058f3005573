import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type NatsServer, startServer } from "@kchat/nats-server";
import { expect, onTestFinished } from "vitest";
import { base64urlEncode, parseCreds } from "../../src/index.js";
import { openStore, readAccount, readOperator, readUser } from "../../src/nsc/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";
import { connectRaw, type Question } from "../permissions/raw-client.js";
import { kchatAuth, type Outcome } from "./kchat-auth.js";

const at = { operator: "KO", account: "A" };

/** A store with the operator KO and its account A, and the command to work on it. */
export class Workbench {
  private constructor(readonly store: string) {}

  static async create(init = ""): Promise<Workbench> {
    const bench = new Workbench(join(await temporaryDirectory(), ".kchat"));
    await bench.run(`init KO ${init}`);
    await bench.run("add account A");
    return bench;
  }

  /** Runs a command line; what is in quotes is one argument. */
  attempt(line: string): Promise<Outcome> {
    const args = line.match(/"[^"]*"|\S+/g) ?? [];
    return kchatAuth(...args.map((text) => text.replaceAll('"', "")), "--store", this.store);
  }

  /** Runs a command line that must succeed, and gives what it prints. */
  async run(line: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.attempt(line);
    expect({ line, exitCode, stderr }).toEqual({ line, exitCode: 0, stderr: "" });
    return stdout;
  }

  async operator() {
    return (await readOperator(await openStore(this.store), at)).claims;
  }

  async account(account = "A") {
    return (await readAccount(await openStore(this.store), { ...at, account })).claims;
  }

  async user(user: string) {
    return (await readUser(await openStore(this.store), { ...at, user })).claims;
  }

  /** The creds of a user of account A. */
  creds(user: string, account = "A"): Promise<string> {
    return readFile(join(this.store, "creds/KO", account, `${user}.creds`), "utf8");
  }

  /** A server that knows what is in the store, with more lines of configuration. */
  async serve(more = ""): Promise<NatsServer> {
    const config = `${await this.run("config")}\n${more}`;
    const server = await startServer({ config });
    onTestFinished(async () => {
      await server.stop();
    });
    return server;
  }

  /** Whether the server lets a user of account A do each. */
  async ask(
    { port }: NatsServer,
    user: string,
    questions: readonly Question[],
  ): Promise<boolean[]> {
    const { jwt, keyPair } = parseCreds(await this.creds(user));
    const client = await connectRaw(port, ({ nonce = "" }) => ({
      jwt,
      sig: base64urlEncode(keyPair.sign(new TextEncoder().encode(nonce))),
    }));
    const answers = await client.ask(questions);
    client.close();
    return answers;
  }
}

/** Questions whether a user may publish. */
export function publishing(...subjects: readonly string[]): Question[] {
  return subjects.map((subject) => ({ action: "publish", subject }));
}
