import { readFileSync } from "node:fs";
import { messageId } from "../src/token/message-id.js";
import { breakClaims, breakText } from "./hostile.js";
import type { Random } from "./random.js";
import type { FuzzedRoom } from "./room.js";
import { claimsOf, senders, signPayload } from "./senders.js";

/** Something that a peer publishes. */
export interface Input {
  readonly subject: string;
  readonly data: Uint8Array;
  /** The id of the signed payload that it was made from; a message with any other id is forged. */
  readonly signedId: string | undefined;
}

type Draft = Pick<Input, "signedId"> & { readonly text: string; readonly subject?: string };

const encoder = new TextEncoder();
const vectorFile = new URL("../test/vectors/go-client-vectors.json", import.meta.url);

/** An endless supply of inputs: genuine tokens, tokens broken before they were signed and after, and noise. */
export function inputs(room: FuzzedRoom, random: Random): () => Input {
  const { vectors } = JSON.parse(readFileSync(vectorFile, "utf8")) as {
    vectors: readonly { token: string; expect: { valid: boolean } }[];
  };
  const subjects = [
    "chat.KUBECON.online",
    "chat.KUBECON.posts.General",
    `chat.KUBECON.dms.${room.me}`,
  ];
  let last: Draft = { text: "", signedId: undefined };

  function draft(): Draft {
    const sender = random.pick(senders);
    const claims = claimsOf(sender, room.me, room.now(), random);
    const sign = (payload: string): Draft => {
      const { text, id } = signPayload(payload, sender, random);
      last = { text, signedId: id };
      return last;
    };
    switch (random.int(8)) {
      case 0:
        return sign(JSON.stringify(claims));
      case 1:
        return { ...last, text: breakText(last.text, random) };
      case 2: {
        const { token, expect } = random.pick(vectors);
        const signedId = expect.valid ? messageId(token.split(".")[1] ?? "") : undefined;
        return { text: breakText(token, random), signedId };
      }
      case 3:
        return sign(breakText(JSON.stringify(claims), random));
      case 4: {
        const sub = `c${random.int(100)}`;
        const { text, signedId } = sign(JSON.stringify({ ...claims, sub, type: "chat-post" }));
        return { text, signedId, subject: `chat.KUBECON.posts.${sub}` };
      }
      case 5:
        return { text: breakText("", random), signedId: undefined };
      default:
        return sign(JSON.stringify(breakClaims(claims, random)));
    }
  }

  return () => {
    const { text, signedId, subject = random.pick(subjects) } = draft();
    return {
      subject: random.int(10) === 0 ? breakText(subject, random) : subject,
      data: random.int(50) === 0 ? random.bytes(random.int(400)) : encoder.encode(text),
      signedId,
    };
  };
}
