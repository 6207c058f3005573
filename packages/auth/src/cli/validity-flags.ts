import type { Command } from "commander";
import type { BaseClaims } from "../claims/types/base.js";
import { expiryFlag, startFlag } from "./flags.js";

/** Flags that say from when until when a claim is valid; 0 for without a bound, as in claims. */
export interface ValidityFlags {
  readonly expires?: number | undefined;
  readonly start?: number | undefined;
}

/** Adds the validity flags to a command. */
export function withValidityFlags(command: Command): Command {
  return command
    .option("--expires <when>", "a duration such as 90d, 6M or 1y, a date, or never", expiryFlag)
    .option("--start <when>", "not valid before: a duration from now, a date, or now", startFlag);
}

/** What the validity flags say; nothing for a flag that is not given. */
export function validityFrom({ expires, start }: ValidityFlags): Pick<BaseClaims, "exp" | "nbf"> {
  return {
    ...(expires !== undefined && { exp: expires }),
    ...(start !== undefined && { nbf: start }),
  };
}
