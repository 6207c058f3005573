import { type Command, InvalidArgumentError, Option } from "commander";
import type { Export, SharingType } from "../claims/types/sharing.js";
import { AuthError } from "../errors/auth-error.js";
import { type ExportServiceOptions, exportService, exportStream } from "../sharing/exports.js";
import { durationFlag } from "./flags.js";

/** Flags that say how something is exported. */
export interface ExportFlags {
  readonly name?: string | undefined;
  readonly access: "anyone" | "activation" | { readonly accountAt: number };
  readonly description?: string | undefined;
  readonly infoUrl?: string | undefined;
  readonly advertise?: boolean | undefined;
  readonly responses?: ExportServiceOptions["responses"];
  readonly responseThreshold?: number | undefined;
  readonly latency?: string | undefined;
  readonly sampling?: number | "headers" | undefined;
  readonly allowTrace?: boolean | undefined;
}

/** Adds the flags of an export to a command. */
export function withExportFlags(command: Command): Command {
  return command
    .option(
      "--access <who>",
      "anyone, activation, or the position of the importer's key in the subject",
      accessFlag,
      "activation",
    )
    .option("--description <text>", "what it is for")
    .option("--info-url <url>", "where more is said about it")
    .option("--advertise", "list it where exports are advertised")
    .optionsGroup("Services alone:")
    .addOption(
      new Option("--responses <kind>", "one reply, several, or one in chunks").choices([
        "Singleton",
        "Stream",
        "Chunked",
      ]),
    )
    .option("--response-threshold <duration>", "how long a reply may take", durationFlag)
    .option("--latency <subject>", "publish there how long requests take")
    .option("--sampling <percent>", "of how many requests, or headers (default: all)", samplingFlag)
    .option("--allow-trace", "let importers trace messages into this account");
}

/** What the flags export. */
export function exportFrom(type: SharingType, subject: string, flags: ExportFlags): Export {
  const { name, access, description, infoUrl, advertise } = flags;
  const common = { subject, name, access, description, infoUrl, advertise };
  if (type === "stream") {
    refuseServiceFlags(flags);
    return exportStream(common);
  }
  const { responses, responseThreshold, latency: results, sampling, allowTrace } = flags;
  if (sampling !== undefined && results === undefined) {
    throw new AuthError("ERR_USAGE", "--sampling needs --latency, the subject of the reports");
  }
  return exportService({
    ...common,
    responses,
    ...(responseThreshold && { responseThresholdMs: responseThreshold * 1000 }),
    ...(results !== undefined && { latency: { results, sampling: sampling ?? 100 } }),
    allowTrace,
  });
}

function refuseServiceFlags(flags: ExportFlags): void {
  const { responses, responseThreshold, latency, sampling, allowTrace } = flags;
  const given = [responses, responseThreshold, latency, sampling, allowTrace];
  if (given.every((value) => value === undefined)) return;
  throw new AuthError(
    "ERR_USAGE",
    "--responses, --response-threshold, --latency, --sampling and --allow-trace are about services: a stream is not asked",
  );
}

function accessFlag(text: string): ExportFlags["access"] {
  if (text === "anyone" || text === "activation") return text;
  if (/^[1-9]\d?$/.test(text)) return { accountAt: Number(text) };
  throw new InvalidArgumentError('expected "anyone", "activation", or a position such as 2.');
}

function samplingFlag(text: string): number | "headers" {
  if (text === "headers") return text;
  if (/^([1-9]\d?|100)$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a percentage from 1 to 100, or "headers".');
}
