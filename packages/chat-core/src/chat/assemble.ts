import type { AdmissionContext } from "../admission/admit.js";
import { createRateLimit } from "../admission/rate.js";
import { createSeenSet } from "../admission/seen.js";
import { createNameRegistry, type NameRegistry } from "../members/name-registry.js";
import { createOutbox, type Outbox } from "../outbox/outbox.js";
import { createPace } from "../outbox/pace.js";
import { createAttendance } from "../presence/attendance.js";
import { parseChannelName } from "../space/channel-name.js";
import { spaceSubjects } from "../space/subjects.js";
import { emptyChannel } from "../store/conversations.js";
import type { Author, Capabilities, ChatSnapshot } from "../store/snapshot.js";
import { createStore, type Store } from "../store/store.js";
import { type TokenAuthor, textBytesWithin } from "../token/compose.js";
import { maxTokenBytes } from "../token/parse.js";
import { type Composer, createComposer } from "./composer.js";
import { strictlyIncreasing, systemRandom, systemTimers } from "./environment.js";
import { readIdentity } from "./identity.js";
import { createIngest } from "./ingest.js";
import { withDefaults } from "./limits.js";
import type { ChatLimits, ChatOptions } from "./options.js";
import { createPresence } from "./presence.js";
import { createSession, type Session } from "./session.js";

/** The parts of a chat, connected with each other. */
export interface ChatParts {
  readonly store: Store;
  readonly composer: Composer;
  readonly outbox: Outbox;
  readonly names: NameRegistry;
  readonly session: Session;
  /** What the transport allows at this moment. */
  capabilities(): Capabilities;
}

/**
 * Checks the options and builds the parts. Nothing runs yet.
 *
 * @throws ChatError `ERR_CHAT_OPTION`, `ERR_CHAT_CHANNEL`
 */
export function assemble(options: ChatOptions): ChatParts {
  const { transport, identity, space } = options;
  const { clock = Date.now, random = systemRandom, timers = systemTimers } = options;
  const limits = withDefaults(options.limits);
  const subjects = spaceSubjects(space.name);
  const me = readIdentity(identity, space, clock());
  const author: TokenAuthor = {
    keyPair: identity.keyPair,
    key: me.key,
    name: me.name,
    space: space.name,
    clock: strictlyIncreasing(clock),
    random,
  };
  const tokenLimit = () => Math.min(transport.maxPayloadBytes, maxTokenBytes);
  const capabilities = (): Capabilities => ({
    maxTextBytes: textBytesWithin(author, tokenLimit()),
    maxMessages: limits.messages,
    history: "none",
  });

  const store = createStore(firstSnapshot(options, me, capabilities(), clock()), limits);
  const attendance = createAttendance(limits.members);
  const names = createNameRegistry({
    transport,
    clock,
    random,
    accounts: space.accounts,
    capacity: limits.members,
    memberSubject: subjects.member,
  });
  const outbox = createOutbox({
    transport,
    clock,
    timers,
    random,
    // Half of what receivers allow: what a reconnect bunches up must not be refused by them.
    pace: createPace({
      clock,
      timers,
      perSecond: limits.senderPerSecond / 2,
      burst: Math.max(1, Math.floor(limits.senderBurst / 2)),
    }),
    // The rest of the horizon is for the way and for clocks that differ.
    maxAgeMs: limits.seenHorizonMs / 2,
    onEvent: (item, event) => composer.onOutboxEvent(item, event),
  });
  const composer: Composer = createComposer({
    author,
    me,
    subjects,
    store,
    outbox,
    capacity: limits.outbox,
    maxTokenBytes: tokenLimit,
  });
  const presence = createPresence({
    transport,
    author,
    me,
    subjects,
    store,
    attendance,
    clock,
    timers,
    budgetPerSecond: limits.presencePerSecond,
  });
  const ingest = createIngest({
    clock,
    me,
    admission: firstAdmission(space.name, limits),
    store,
    names,
    attendance,
    capacity: limits.members,
    outbox,
    onHello: presence.hurry,
    onOwnGoodbye: presence.onOwnGoodbye,
  });
  const session = createSession({
    transport,
    clock,
    me: me.key,
    identity,
    subjects,
    ingest,
    presence,
    outbox,
  });
  return { store, composer, outbox, names, session, capabilities };
}

function firstSnapshot(
  { transport, space }: ChatOptions,
  me: Author,
  capabilities: Capabilities,
  now: number,
): ChatSnapshot {
  const names = (space.channels ?? ["General"]).map((name) => parseChannelName(name));
  return {
    me: { key: me.key, name: me.name },
    space: space.name,
    connection: { state: transport.state, since: now },
    channels: [...new Set(names)].map((name) => emptyChannel(name)),
    directs: [],
    members: [],
    selected: undefined,
    refused: {},
    capabilities,
  };
}

function firstAdmission(space: string, limits: ChatLimits): AdmissionContext {
  const { seenHorizonMs, seen, senderPerSecond, senderBurst, members } = limits;
  return {
    space,
    horizonMs: seenHorizonMs,
    seen: createSeenSet({ horizonMs: seenHorizonMs, capacity: seen }),
    rate: createRateLimit({ perSecond: senderPerSecond, burst: senderBurst, keys: members }),
  };
}
