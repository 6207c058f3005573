import { decodeSeed } from "@kchat/auth";

/** The forms in which a seed could hide in what somebody sent: its text, its bytes, and what is made of them. */
function formsOf(seed: string): Buffer[] {
  const raw = Buffer.from(decodeSeed(seed).raw);
  const texts = [seed, ...(["base64url", "base64", "hex"] as const).map((as) => raw.toString(as))];
  // Encoded once more, as in a form or in JSON that is carried in a token; the ends depend on what surrounds it.
  const again = Buffer.from(seed).toString("base64").slice(0, -4);
  return [raw, ...[...texts, again].map((text) => Buffer.from(text.replace(/=+$/, "")))];
}

/** Whether any form of the seed was sent, also in pieces that follow each other. */
export function wasSent(seed: string, sent: readonly Buffer[]): boolean {
  const all = Buffer.concat(sent);
  return formsOf(seed).some((form) => all.includes(form));
}
