import { ChatError } from "../errors.js";
import type { ChatLimits } from "./options.js";

const defaults: ChatLimits = {
  messages: 500,
  channels: 200,
  directs: 200,
  members: 5000,
  outbox: 1000,
  senderPerSecond: 20,
  senderBurst: 60,
  seenHorizonMs: 3_600_000,
  seen: 100_000,
  presencePerSecond: 10,
};

/**
 * Fills in the defaults.
 *
 * @throws ChatError `ERR_CHAT_OPTION` when a limit isn't a positive number.
 */
export function withDefaults(limits: Partial<ChatLimits> = {}): ChatLimits {
  const all = { ...defaults, ...limits };
  for (const [name, value] of Object.entries(all)) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw new ChatError("ERR_CHAT_OPTION", `limits.${name} is ${value}; it must be above 0.`);
    }
  }
  return all;
}
