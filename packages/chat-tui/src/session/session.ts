import { type Chat, ChatError, type ConversationId } from "@kchat/chat-core";
import { decodeKeys, flushKeys, idleDecoding, type KeyDecoding } from "../keys/decode.js";
import type { Key } from "../keys/key.js";
import { placesOf } from "../places/places.js";
import { insert } from "../ui/draft.js";
import type { Effect } from "../ui/effect.js";
import { reduceKey } from "../ui/reduce.js";
import { select } from "../ui/select.js";
import { draftOf, initialUi, type UiState, withDraft } from "../ui/state.js";

/** What a session works on. */
export interface SessionOptions {
  readonly chat: Pick<Chat, "getSnapshot" | "post" | "dm" | "open" | "retry" | "discard">;
  /** How many messages the last frame showed. */
  readonly page: () => number;
  readonly onChange: () => void;
  readonly onRedraw: () => void;
  readonly onQuit: () => void;
}

/** The state of one screen, between what a terminal sends and what the chat does. */
export interface Session {
  readonly ui: () => UiState;
  /** Takes what the terminal sent. */
  input(text: string): void;
  /** Says that nothing followed for a while: a lone escape is the Escape key then. */
  pause(): void;
  /** Selects the first conversation once there is one. */
  begin(): void;
  /** Asks to leave, as Ctrl-C does. Only who insists asks a second time, which doesn't wait. */
  leave(how: "ask" | "insist"): void;
}

/** Makes a session. Each key sees the chat as the key before it left it. */
export function createSession(options: SessionOptions): Session {
  const { chat, page, onChange, onRedraw, onQuit } = options;
  let ui = initialUi;
  let decoding: KeyDecoding = idleDecoding;

  function press(keys: readonly Key[]): void {
    for (const key of keys) {
      const step = reduceKey(ui, key, { snapshot: chat.getSnapshot(), page: page() });
      ui = step.ui;
      for (const effect of step.effects) run(effect);
    }
    onChange();
  }

  function run(effect: Effect): void {
    try {
      act(effect);
    } catch (error) {
      if (!ChatError.isInstance(error)) throw error;
      ui = { ...ui, notice: error.message };
      // What the chat refused to take goes back to where it was written, so that nobody has to write it again.
      if ("text" in effect && draftOf(ui).text === "") {
        ui = withDraft(ui, insert(draftOf(ui), effect.text));
      }
    }
  }

  function act(effect: Effect): unknown {
    switch (effect.kind) {
      case "post":
        return chat.post(effect.channel, effect.text);
      case "dm":
        return chat.dm(effect.peer, effect.text);
      case "open":
        return chat.open(effect.conversation);
      case "retry":
        return chat.retry(effect.message);
      case "discard":
        return chat.discard(effect.message);
      case "redraw":
        return onRedraw();
      case "quit":
        return onQuit();
    }
  }

  return {
    ui: () => ui,
    input(text) {
      const read = decodeKeys(decoding, text);
      decoding = read.decoding;
      press(read.keys);
    },
    pause() {
      const read = flushKeys(decoding);
      decoding = read.decoding;
      if (read.keys.length > 0) press(read.keys);
    },
    begin() {
      const snapshot = chat.getSnapshot();
      const first: ConversationId | undefined = snapshot.selected ?? placesOf(snapshot)[0]?.id;
      if (ui.selected !== undefined || first === undefined) return;
      const step = select(ui, first, snapshot);
      ui = step.ui;
      for (const effect of step.effects) run(effect);
    },
    leave(how) {
      if (how === "insist" || !ui.leaving) press([{ kind: "ctrl", letter: "c" }]);
    },
  };
}
