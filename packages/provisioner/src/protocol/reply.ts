import { isRefusalCode, type Refusal } from "./refusal.js";

/** What a service answers: a user JWT, which is of no use without the key, or a refusal. */
export type Reply = { readonly jwt: string } | { readonly error: Refusal };

/** Far above any reply: a user JWT of more than 3000 bytes could not even connect. */
const maxReplyBytes = 16_384;

export function encodeReply(reply: Reply): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(reply));
}

/**
 * Answers a client of the 2020 tutorial, which sends a bare name and would print whatever comes back.
 *
 * It expects that the service makes its seed and sends it, which this service never does.
 */
export function encodeLegacyRefusal(): Uint8Array {
  const text = "-ERR 'a bare name is not accepted: make a key and use @kchat/provisioner/client'";
  return new TextEncoder().encode(text);
}

/** Reads a reply; undefined is anything that is none. */
export function parseReply(payload: Uint8Array): Reply | undefined {
  if (payload.length > maxReplyBytes) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  if ("jwt" in value && typeof value.jwt === "string") return { jwt: value.jwt };
  return "error" in value ? parseError(value.error) : undefined;
}

function parseError(error: unknown): Reply | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, message, retryAfterMs } = error as Record<string, unknown>;
  if (!isRefusalCode(code) || typeof message !== "string") return undefined;
  const wait = typeof retryAfterMs === "number" && retryAfterMs >= 0 ? { retryAfterMs } : {};
  // The text comes from a service that nobody has verified at this point: no control character reaches a terminal.
  return { error: { code, message: message.replace(/\p{C}/gu, "").slice(0, 200), ...wait } };
}
