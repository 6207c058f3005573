import { type Chat, createChat } from "@kchat/chat-core";
import { natsTransport, probeSubject } from "@kchat/chat-core/nats";
import { manage } from "@kchat/drain";
import type { Renewal } from "@kchat/provisioner/client";
import type { Warnings } from "../session/warnings.js";
import { connectAs, serversOf } from "./connect.js";
import type { FoundCredentials } from "./credentials.js";
import type { JoinFlags } from "./join.js";
import { renewAhead } from "./renewal.js";

/** Somebody's place in a space, which outlasts their credentials and the servers that they came by. */
export interface Membership extends AsyncDisposable {
  readonly chat: Chat;
  /** Says goodbye, and hands over what is under way; the signal makes it quick. */
  leave(options: { readonly signal: AbortSignal }): Promise<void>;
}

/** What {@link enter} tells, and whose time it keeps. */
export interface EnterOptions {
  readonly warnings: Warnings;
  /** When to renew, in milliseconds since the epoch. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** Time to hand over what is under way, in milliseconds. */
const drainMs = 3_000;
/** Nobody waits for a hand-over, so interest has this long to spread, gateways and leaf nodes included. */
const settleMs = 1_000;

/** Joins the space of the flags, and stays: nothing is missed when credentials are renewed or a server leaves. */
export async function enter(
  flags: JoinFlags,
  credentials: FoundCredentials,
  { warnings, now }: EnterOptions,
): Promise<Membership> {
  const { keyPair, name, accounts } = credentials;
  const renews = flags.requestCreds !== undefined;
  let renewal: Renewal | undefined;
  const identity = {
    keyPair,
    name,
    get jwt() {
      return renewal?.jwt ?? credentials.jwt;
    },
  };
  const connection = await manage({
    servers: serversOf(flags.server),
    // If it couldn't move before its JWT expires, the server ends it in the words in which it refuses a wrong one.
    connect: (servers) => connectAs(servers, identity, { ignoreAuthErrorAbort: renews }),
    probeSubject: () => probeSubject(flags.space, keyPair.getPublicKey()),
    settleMs,
    drain: { deadlineMs: drainMs },
    onEvent(event) {
      // A first failure is nothing to worry about: another server may be leaving as well.
      if (event.type === "refused" && event.attempt > 1) warnings.set("move", cannotMove(event));
      if (event.type === "moved" || event.type === "overtaken") warnings.set("move", undefined);
    },
  });
  async function end(): Promise<void> {
    renewal?.stop();
    await connection.close();
  }
  try {
    if (renews) renewal = renewAhead(flags, credentials, { connection, warnings, now });
    const chat = createChat({
      transport: natsTransport(connection),
      identity,
      space: { name: flags.space, accounts, channels: flags.channel },
    });
    await chat.start();
    return {
      chat,
      async leave({ signal }) {
        renewal?.stop();
        await chat.close({ signal });
        await connection.drain({ deadlineMs: drainMs, whenDisconnected: "close", signal });
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function cannotMove({ error }: { readonly error: unknown }): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `No other connection can be made yet, so messages may be missed when this one ends: ${reason}`;
}
