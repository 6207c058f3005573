import { type ParseArgsConfig, parseArgs } from "node:util";

/** Reads the arguments of an `npm run` command: `--help` shows its usage, and a mistake ends it with one sentence and 2. */
export function readArguments<const C extends ParseArgsConfig>(
  usage: string,
  config: C,
): ReturnType<typeof parseArgs<C>> {
  if (process.argv.slice(2).some((argument) => argument === "--help" || argument === "-h")) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

/** The names that were asked for, or all; a name that no such thing has ends the command with the list and 2. */
export function chooseNames(
  thing: string,
  asked: readonly string[],
  known: readonly string[],
): readonly string[] {
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(
      `no ${thing} is called "${unknown.join('", "')}"; there are: ${known.join(", ")}`,
    );
    process.exit(2);
  }
  return asked.length > 0 ? asked : known;
}
