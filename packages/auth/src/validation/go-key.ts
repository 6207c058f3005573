import type { KeyKind } from "../keys/kind.js";
import { isPublicKey } from "../keys/public-key.js";

/** Whether the Go library takes a text as a public key of a kind, in any of the spellings it accepts. */
export const isGoPublicKey = (text: string, kind: KeyKind): boolean =>
  isPublicKey(text, kind, { mode: "go" });
