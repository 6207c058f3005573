import { isPublicKey } from "@kchat/auth";
import { ChatError } from "../errors.js";
import type { Outbox, OutboxEvent, OutboxItem } from "../outbox/outbox.js";
import { parseChannelName } from "../space/channel-name.js";
import type { SpaceSubjects } from "../space/subjects.js";
import { placeId } from "../store/conversations.js";
import type { Place } from "../store/event.js";
import type { Author } from "../store/snapshot.js";
import type { Store } from "../store/store.js";
import { displayText } from "../text/display.js";
import {
  type ComposedMessage,
  composeDm,
  composePost,
  type TokenAuthor,
} from "../token/compose.js";

/** What a composer needs. */
export interface ComposerOptions {
  author: TokenAuthor;
  /** How this client's own messages are signed in views. */
  me: Author;
  subjects: SpaceSubjects;
  store: Store;
  outbox: Outbox;
  /** How many messages may be unsent, failed ones included. */
  capacity: number;
  /** The largest token that can be sent now, in bytes. */
  maxTokenBytes(): number;
}

/** Writes messages: signs them, shows them and hands them to the outbox. */
export interface Composer {
  post(channel: string, text: string): string;
  dm(peerKey: string, text: string): string;
  retry(messageId: string): string;
  discard(messageId: string): void;
  /** Tells the composer what became of an item. */
  onOutboxEvent(item: OutboxItem, event: OutboxEvent): void;
}

interface Draft {
  readonly place: Place;
  readonly text: string;
  readonly item: OutboxItem;
  failed?: Extract<OutboxEvent, { state: "failed" }>;
}

/** Makes a composer. */
export function createComposer(options: ComposerOptions): Composer {
  const { author, me, subjects, store, outbox, capacity, maxTokenBytes } = options;
  /** Everything whose fate is open or that failed: a retry needs its signed bytes. */
  const drafts = new Map<string, Draft>();

  function submit(place: Place, text: string, subject: string, composed: ComposedMessage): string {
    const { id, ts, token } = composed;
    if (drafts.size >= capacity) {
      throw new ChatError(
        "ERR_CHAT_OUTBOX_FULL",
        `${drafts.size} messages wait to be sent or failed; wait for the connection, or discard some.`,
      );
    }
    if (token.length > maxTokenBytes()) {
      throw new ChatError(
        "ERR_CHAT_TEXT",
        `The message is ${token.length} bytes when signed; the server takes ${maxTokenBytes()}. Shorten it or send it in parts.`,
      );
    }
    const payload = new TextEncoder().encode(token);
    const item = { id, conversation: placeId(place), subject, payload, ts };
    drafts.set(id, { place, text, item });
    store.dispatch({
      type: "message",
      place,
      message: {
        id,
        from: me,
        text: displayText(text),
        ts,
        own: true,
        unbound: false,
        state: "queued",
      },
    });
    outbox.add(item);
    return id;
  }

  function failedDraft(id: string): Draft {
    const draft = drafts.get(id);
    if (draft?.failed) return draft;
    throw new ChatError(
      "ERR_CHAT_NOT_FAILED",
      `Message ${id} did not fail, or isn't this client's.`,
    );
  }

  function discard(id: string): void {
    const { item } = failedDraft(id);
    drafts.delete(id);
    store.dispatch({ type: "discarded", conversation: item.conversation, id });
  }

  function post(channel: string, text: string): string {
    const name = parseChannelName(channel);
    const message = checkText(text);
    const composed = composePost(author, name, message);
    return submit({ kind: "channel", name }, message, subjects.posts(name), composed);
  }

  function dm(peerKey: string, text: string): string {
    const message = checkText(text);
    if (!isPublicKey(peerKey, "user")) {
      throw new ChatError(
        "ERR_CHAT_MEMBER_KEY",
        "A direct message goes to a public user key, U...",
      );
    }
    const member = store.getSnapshot().members.find(({ key }) => key === peerKey);
    const peer = {
      key: peerKey,
      name: member?.name ?? "",
      verified: member?.nameVerified ?? false,
    };
    const composed = composeDm(author, peerKey, message);
    return submit({ kind: "direct", peer }, message, subjects.dms(peerKey), composed);
  }

  return {
    post,
    dm,
    discard,
    retry(id) {
      const draft = failedDraft(id);
      if (draft.failed?.reason === "expired") {
        discard(id);
        return draft.place.kind === "channel"
          ? post(draft.place.name, draft.text)
          : dm(draft.place.peer.key, draft.text);
      }
      delete draft.failed;
      store.dispatch({
        type: "delivery",
        conversation: draft.item.conversation,
        id,
        state: "queued",
      });
      outbox.add(draft.item);
      return id;
    },
    onOutboxEvent({ id, conversation }, event) {
      const draft = drafts.get(id);
      if (event.state === "failed") {
        if (draft) draft.failed = event;
        const { reason, retryable } = event;
        store.dispatch({ type: "failure", conversation, id, failure: { reason, retryable } });
        return;
      }
      if (event.state === "sent") drafts.delete(id);
      store.dispatch({ type: "delivery", conversation, id, state: event.state });
    },
  };
}

/** A text that can be signed: not empty, and without lone surrogates, which no UTF-8 has. */
function checkText(text: string): string {
  if (text.trim() === "") throw new ChatError("ERR_CHAT_TEXT", "A message needs a text.");
  return text.replace(/\p{Cs}/gu, "\uFFFD");
}
