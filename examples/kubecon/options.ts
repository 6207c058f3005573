import { Command, InvalidArgumentError } from "commander";

/** What `npm start` was asked to do. */
export interface Options {
  readonly mode: "host" | "join" | "script";
  readonly name: string | undefined;
  readonly dir: string | undefined;
  readonly port: number | undefined;
  readonly websocketPort: number | undefined;
}

/** Reads the command line; `--help` and mistakes end the process with code 0 and 2. */
export function parseOptions(argv: readonly string[], tty: boolean): Options {
  const program = new Command("npm start --")
    .description("A chat with decentralised identities on a real nats-server, in this terminal.")
    .option("--name <name>", "your name in the chat; asked for when left out")
    .option("--join", "join the chat that another terminal started in the same directory")
    .option(
      "--script",
      "play a conversation and print a transcript (the default without a terminal)",
    )
    .option(
      "--dir <directory>",
      "where keys and data live (default: .kchat, a temporary one for --script)",
    )
    .option("--port <port>", "client port of the server (default: a free one)", port)
    .option("--websocket-port <port>", "WebSocket port of the server (default: a free one)", port)
    .addHelpText(
      "after",
      [
        "",
        "Examples:",
        "  npm start                                 start everything and chat",
        "  npm start -- --join --name attendee       join from a second terminal",
        "  npm start -- --script                     watch a scripted conversation",
        "  npm start -- --port 4222                  with the server on a port of your choice",
      ].join("\n"),
    )
    .showHelpAfterError("(npm start -- --help shows the options)")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  program.parse([...argv], { from: "user" });
  const given = program.opts<{
    name?: string;
    join?: true;
    script?: true;
    dir?: string;
    port?: number;
    websocketPort?: number;
  }>();
  if (given.join && given.script) program.error("error: choose one of --join and --script");
  if (given.script && given.name !== undefined)
    program.error("error: --script plays people with names of their own; leave out --name");
  if (given.join && (given.port ?? given.websocketPort) !== undefined)
    program.error("error: --join uses the ports of the running server; leave out --port");
  return {
    mode: given.join ? "join" : given.script || !tty ? "script" : "host",
    name: given.name,
    dir: given.dir,
    port: given.port,
    websocketPort: given.websocketPort,
  };
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value < 1 || value > 65_535)
    throw new InvalidArgumentError("a port is a number from 1 to 65535.");
  return value;
}
