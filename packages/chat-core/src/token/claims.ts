/** A JSON object as a peer sent it: every field is to be checked. */
export type JsonObject = { readonly [key: string]: unknown };

/** The claims of a chat token, the Go dialect's generic claim. Fields are of these types; their values aren't trusted. */
export interface TokenClaims extends JsonObject {
  readonly aud?: string;
  /** Seconds since the epoch. */
  readonly exp?: number;
  readonly jti?: string;
  /** Seconds since the epoch. */
  readonly iat?: number;
  /** The key that signed it. */
  readonly iss: string;
  readonly name?: string;
  /** Seconds since the epoch. */
  readonly nbf?: number;
  readonly sub?: string;
  readonly tags?: readonly string[];
  readonly type?: string;
  readonly nats?: JsonObject;
}

/** What a token is for. */
export type TokenKind = "online" | "post" | "dm" | "user" | "other";

const kinds = new Map<unknown, TokenKind>([
  ["chat-online", "online"],
  ["chat-post", "post"],
  ["chat-dm", "dm"],
  ["user", "user"],
]);

/** The kind that a token says it is: `type` at the top (version 1) or inside `nats` (version 2). */
export function kindOf(claims: TokenClaims, version: 1 | 2): TokenKind {
  return kinds.get(version === 1 ? claims.type : claims.nats?.type) ?? "other";
}

const texts = ["aud", "jti", "name", "sub", "type"] as const;
const times = ["exp", "iat", "nbf"] as const;

/** Whether a decoded payload has the types of {@link TokenClaims}, `iss` apart: a missing issuer is a flaw of its own. */
export function hasClaimTypes(payload: JsonObject): boolean {
  return (
    texts.every((key) => payload[key] === undefined || typeof payload[key] === "string") &&
    times.every((key) => payload[key] === undefined || isTime(payload[key])) &&
    (payload.tags === undefined || isTags(payload.tags)) &&
    (payload.nats === undefined || isJsonObject(payload.nats))
  );
}

/** Whether the value is a JSON object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the value can be a time: a safe integer that isn't negative. */
export function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isTags(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.length <= 32 && value.every((tag) => typeof tag === "string")
  );
}
