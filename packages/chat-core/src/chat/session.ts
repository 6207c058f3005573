import { createRateLimit } from "../admission/rate.js";
import { ChatError } from "../errors.js";
import type { Outbox } from "../outbox/outbox.js";
import type { SpaceSubjects } from "../space/subjects.js";
import {
  type Transport,
  TransportError,
  type TransportMessage,
  type TransportSubscription,
} from "../transport/transport.js";
import type { CloseOptions } from "./chat.js";
import type { Clock } from "./environment.js";
import type { Ingest } from "./ingest.js";
import type { Identity } from "./options.js";
import type { Presence } from "./presence.js";

/** What a session needs. */
export interface SessionOptions {
  transport: Transport;
  clock: Clock;
  me: string;
  /** Its user JWT is shown to who asks for it. */
  identity: Pick<Identity, "jwt">;
  subjects: SpaceSubjects;
  ingest: Ingest;
  presence: Presence;
  outbox: Outbox;
}

/** The time between hello and goodbye. */
export interface Session {
  start(signal: AbortSignal | undefined): Promise<void>;
  /** The transport is connected again. */
  onConnected(): void;
  close(options: CloseOptions): Promise<void>;
}

/** Answers a second that this member gives at most, whoever asks how often. */
const answersPerSecond = 50;

/** Makes a session. */
export function createSession(options: SessionOptions): Session {
  const { transport, clock, me, identity, subjects, ingest, presence, outbox } = options;
  const subscriptions: TransportSubscription[] = [];
  const ending = new AbortController();
  const answers = createRateLimit({
    perSecond: answersPerSecond,
    burst: answersPerSecond,
    keys: 2,
  });
  let state: "new" | "starting" | "running" | "closed" = "new";
  let refusal: TransportError | undefined;

  function listen(): void {
    const onMessage = ({ subject, data }: TransportMessage) => ingest(subject, data);
    const onRefused = (error: TransportError) => {
      refusal ??= error;
    };
    for (const subject of [subjects.online, subjects.allPosts, subjects.dms(me)]) {
      subscriptions.push(transport.subscribe(subject, onMessage, { onRefused }));
    }
    // Credentials of the original provisioner refuse these two: the chat does without.
    if (identity.jwt === undefined) return;
    // Read for each answer: who renews it shows the new one.
    answer(subjects.member(me), () => new TextEncoder().encode(identity.jwt));
  }

  function answer(subject: string, reply: () => Uint8Array, queue?: string): void {
    const onMessage = (message: TransportMessage) => {
      if (answers.take(subject, clock())) message.respond(reply());
    };
    subscriptions.push(transport.subscribe(subject, onMessage, { queue }));
  }

  /** Says hello until the server has it; waits while there is no connection. */
  async function hello(signal: AbortSignal): Promise<void> {
    for (;;) {
      if (transport.state !== "connected") await connected(transport, signal);
      try {
        return await presence.hello(signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!TransportError.isInstance(error) || error.code !== "ERR_TRANSPORT_DISCONNECTED") {
          throw error;
        }
      }
    }
  }

  async function meetOthers(): Promise<void> {
    try {
      await presence.askRoster(ingest, ending.signal);
    } catch {
      // Nobody there, or nobody who knows the roster: their heartbeats will tell.
    }
    if (state !== "running") return;
    try {
      // Only now: a newcomer that asks must not get its own answer.
      answer(subjects.roster, presence.roster, "roster");
    } catch (error) {
      // It closed while we asked; the transport's state tells everybody else.
      if (!TransportError.isInstance(error)) throw error;
    }
  }

  function stop(): void {
    state = "closed";
    presence.stop();
    for (const subscription of subscriptions.splice(0)) subscription.unsubscribe();
  }

  return {
    async start(signal) {
      if (state !== "new") {
        throw new ChatError(
          "ERR_CHAT_STATE",
          "A chat is started once; make a new one to start again.",
        );
      }
      state = "starting";
      const either = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
      try {
        either.throwIfAborted();
        listen();
        await hello(either);
        if (refusal) throw refusal;
      } catch (error) {
        stop();
        either.throwIfAborted();
        throw refused(error);
      }
      state = "running";
      presence.start();
      outbox.resume();
      void meetOthers();
    },
    onConnected() {
      if (state !== "running") return;
      outbox.resume();
      presence.hurry();
    },
    async close({ flushMs = 2_000, signal }) {
      if (state === "closed") return;
      const wasRunning = state === "running";
      ending.abort(new ChatError("ERR_CHAT_STATE", "The chat was closed."));
      presence.stop();
      const limits = [AbortSignal.timeout(flushMs), ...(signal ? [signal] : [])];
      const limit = AbortSignal.any(limits);
      if (wasRunning && transport.state === "connected") {
        await Promise.race([outbox.idle(), aborted(limit)]);
        // Said also by who doesn't wait for it: the others needn't wait for an expiry then.
        await Promise.race([presence.bye().catch(() => undefined), aborted(limit)]);
      }
      outbox.close();
      stop();
    },
  };
}

function refused(error: unknown): unknown {
  if (!TransportError.isInstance(error)) return error;
  if (error.code === "ERR_TRANSPORT_PERMISSION") {
    const message = `The server refuses what the chat needs: ${error.message} Check that the user's permissions are those of memberPermissions().`;
    return new ChatError("ERR_CHAT_REFUSED", message, { cause: error });
  }
  if (error.code === "ERR_TRANSPORT_CLOSED") {
    return new ChatError("ERR_CHAT_STATE", "The connection is closed.", { cause: error });
  }
  return error;
}

/** Resolves once the transport is connected; rejects when it closes or the signal aborts. */
function connected(transport: Transport, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      stopListening();
      signal.removeEventListener("abort", onAbort);
      settle();
    };
    const onAbort = () => finish(() => reject(signal.reason));
    const check = () => {
      if (transport.state === "connected") finish(resolve);
      else if (transport.state === "closed") {
        const error = new TransportError("ERR_TRANSPORT_CLOSED", "The connection is closed.");
        finish(() => reject(error));
      }
    };
    const stopListening = transport.onStateChange(check);
    signal.addEventListener("abort", onAbort);
    check();
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
