import { extractJwt } from "../creds/parse.js";
import { AuthError } from "../errors/auth-error.js";

/** The token in the text of a file; what is wrong with it is said with the file's name. */
export function tokenIn(file: string, text: string): string {
  try {
    return extractJwt(text);
  } catch (cause) {
    if (!AuthError.isInstance(cause)) throw cause;
    throw new AuthError(cause.code, `${file}: ${cause.message}`, { cause });
  }
}
