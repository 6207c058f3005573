import type { ChatSnapshot } from "@kchat/chat-core";
import { findPlace } from "../places/find.js";
import { messagesOf, placeOf } from "../places/places.js";
import { emptyDraft } from "./draft.js";
import type { Step } from "./effect.js";
import { select } from "./select.js";
import { draftOf, type UiState, withDraft } from "./state.js";

/** Does what Enter does: sends what is written, or runs it when it is a command. A refused command stays in the input line. */
export function submit(ui: UiState, snapshot: ChatSnapshot): Step<UiState> {
  const { text } = draftOf(ui);
  if (text.trim() === "") return { ui: withDraft(ui, emptyDraft), effects: [] };
  const [, command, rest = ""] = /^\/([a-z]+)(?:\s+([\s\S]*))?$/i.exec(text.trim()) ?? [];
  if (command === undefined)
    return text.startsWith("/") && !text.startsWith("//")
      ? refuse(
          ui,
          "A command is a word behind the slash: /help lists them, // sends a text that begins with /.",
        )
      : send(ui, text.replace(/^\/\//, "/"), snapshot);
  const name = command.toLowerCase();
  const run = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (run === undefined) {
    return refuse(
      ui,
      `There is no command /${command}: /help lists them, // sends a text that begins with /.`,
    );
  }
  return run(ui, rest, snapshot);
}

type Command = (ui: UiState, rest: string, snapshot: ChatSnapshot) => Step<UiState>;

const commands: Readonly<Record<string, Command>> = {
  dm: (ui, rest, snapshot) => {
    const found = findPlace(snapshot, rest, "direct");
    if (found.kind === "several") return refuse(ui, `Which one? ${found.titles.join(", ")}`);
    if (found.kind === "none") {
      return refuse(ui, rest === "" ? "Write /dm NAME TEXT." : "Nobody here has that name.");
    }
    const step = select(withDraft(ui, emptyDraft), found.place.id, snapshot);
    if (found.rest === "") return step;
    const peer = found.place.id.slice(1);
    return { ui: step.ui, effects: [...step.effects, { kind: "dm", peer, text: found.rest }] };
  },
  go: (ui, rest, snapshot) => {
    const found = findPlace(snapshot, rest, "any");
    if (found.kind === "several") return refuse(ui, `Which one? ${found.titles.join(", ")}`);
    if (found.kind === "none") return refuse(ui, "No channel or member has that name.");
    return select(withDraft(ui, emptyDraft), found.place.id, snapshot);
  },
  retry: (ui, _rest, snapshot) => withFailed(ui, "retry", snapshot),
  discard: (ui, _rest, snapshot) => withFailed(ui, "discard", snapshot),
  help: (ui) => ({ ui: { ...withDraft(ui, emptyDraft), showsHelp: true }, effects: [] }),
  quit: (ui) => ({
    ui: { ...withDraft(ui, emptyDraft), leaving: true },
    effects: [{ kind: "quit" }],
  }),
};

function send(ui: UiState, text: string, snapshot: ChatSnapshot): Step<UiState> {
  const place = placeOf(snapshot, ui.selected);
  if (place === undefined)
    return refuse(ui, "Choose a conversation first: Tab moves to the next one.");
  const sent: UiState = {
    ...withDraft(ui, emptyDraft),
    anchor: undefined,
    firstUnread: undefined,
    notice: undefined,
  };
  return {
    ui: sent,
    effects: [
      place.kind === "channel"
        ? { kind: "post", channel: place.channel.name, text }
        : { kind: "dm", peer: place.id.slice(1), text },
    ],
  };
}

function withFailed(ui: UiState, kind: "retry" | "discard", snapshot: ChatSnapshot): Step<UiState> {
  const failed = messagesOf(placeOf(snapshot, ui.selected)).filter(
    (message) => message.state === "failed" && (kind === "discard" || message.failure.retryable),
  );
  if (failed.length === 0) return refuse(ui, `There is nothing to ${kind} in this conversation.`);
  return {
    ui: { ...withDraft(ui, emptyDraft), notice: undefined },
    effects: failed.map(({ id }) => ({ kind, message: id })),
  };
}

function refuse(ui: UiState, notice: string): Step<UiState> {
  return { ui: { ...ui, notice }, effects: [] };
}
