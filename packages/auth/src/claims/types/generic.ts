import type { BaseClaims } from "./base.js";

/** Any JSON; integers beyond 2^53 - 1 are bigints. */
export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Json[]
  | { readonly [member: string]: Json | undefined };

/** A signed claim of free content. */
export interface GenericClaims extends BaseClaims {
  readonly nats?: { readonly [member: string]: Json | undefined } | undefined;
}
