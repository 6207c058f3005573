import { fromPublic } from "@kchat/auth";
import { ChatError } from "../errors.js";
import { type ParsedToken, parseToken, type TokenFlaw } from "./parse.js";

const encoder = new TextEncoder();

/** Checks a token's signature with the key in its `iss`: the flaw, or `undefined` when it holds. */
export function verifyToken(token: ParsedToken): "issuer" | "signature" | undefined {
  let key: ReturnType<typeof fromPublic>;
  try {
    key = fromPublic(token.claims.iss);
  } catch {
    return "issuer";
  }
  try {
    return key.verify(encoder.encode(token.signed), token.signature) ? undefined : "signature";
  } catch {
    return "signature";
  }
}

/** Thrown by {@link decodeChatToken}. */
export class TokenError extends ChatError {
  override readonly name = "TokenError";

  constructor(
    /** What is wrong with the token. */
    readonly flaw: TokenFlaw,
  ) {
    super("ERR_CHAT_TOKEN", `Not a valid chat token: its ${flaw} is wrong.`);
  }
}

/**
 * Decodes a token and verifies its signature. What it claims may still be out of time, or not belong where it was found:
 * that is for admission to say.
 *
 * @throws TokenError `ERR_CHAT_TOKEN`, with the `flaw`
 * @example
 * const { claims, kind } = decodeChatToken(text);
 */
export function decodeChatToken(text: string): ParsedToken {
  const token = parseToken(text);
  if (typeof token === "string") throw new TokenError(token);
  const flaw = verifyToken(token);
  if (flaw) throw new TokenError(flaw);
  return token;
}
