import { type Command, Option } from "commander";
import type { BaseClaims } from "../claims/types/base.js";
import { expiryFlag, startFlag } from "./flags.js";

/** Flags that say from when until when a claim is valid; 0 for without a bound, as in claims. */
export interface ValidityFlags {
  readonly expires?: number | undefined;
  readonly start?: number | undefined;
}

/** Adds the validity flags to a command; without `--expires` a claim is valid for `lifetime`, or as long as before. */
export function withValidityFlags(command: Command, lifetime?: string): Command {
  const expires = new Option(
    "--expires <when>",
    "a duration such as 90d, 6M or 1y, a date, or never",
  ).argParser(expiryFlag);
  if (lifetime !== undefined) expires.default(expiryFlag(lifetime), lifetime);
  return command
    .addOption(expires)
    .option("--start <when>", "not valid before: a duration from now, a date, or now", startFlag);
}

/** What the validity flags say; nothing for a flag that is not given. */
export function validityFrom({ expires, start }: ValidityFlags): Pick<BaseClaims, "exp" | "nbf"> {
  return {
    ...(expires !== undefined && { exp: expires }),
    ...(start !== undefined && { nbf: start }),
  };
}
