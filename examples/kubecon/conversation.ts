import type { ChatSnapshot, MemberView, Message } from "@kchat/chat-core";
import type { Cleanup } from "./cleanup.js";
import { type Identities, spaceName } from "./identities.js";
import { join, obtainCredentials, type Person } from "./person.js";
import { refusedSubscription } from "./refused-subscription.js";
import type { Transcript } from "./transcript.js";
import { until } from "./until.js";

/** Where the conversation takes place. */
export interface Stage {
  readonly identities: Identities;
  readonly dir: string;
  readonly url: string;
}

/** Three people join, talk, and one of them leaves. */
export async function converse(transcript: Transcript, cleanup: Cleanup, stage: Stage) {
  const enter = (name: string) => transcript.step(...entrance(name, cleanup, stage));
  const alice = await enter("alice");
  const bob = await enter("bob");
  const carol = await enter("carol");
  await transcript.step("alice and bob see each other online, under verified names", async () => {
    await until(alice.chat, "alice seeing bob", (chat) => online(chat, bob)?.nameVerified);
    await until(bob.chat, "bob seeing alice", (chat) => online(chat, alice)?.nameVerified);
  });

  await transcript.step(
    "alice posts to #KUBECON and bob reads it",
    async () => {
      alice.chat.post(spaceName, "hello from the keynote");
      return until(bob.chat, "the post", (chat) => posts(chat).at(-1));
    },
    said,
  );
  await transcript.step("bob has one unread message", () =>
    until(bob.chat, "the count", (chat) => chat.channels[0]?.unread === 1),
  );
  await transcript.step("bob opens the channel and nothing is unread", () => {
    bob.chat.open(`#${spaceName}`);
    return until(bob.chat, "the count", (chat) => chat.channels[0]?.unread === 0);
  });
  await transcript.step("the server has confirmed alice's post", () =>
    until(alice.chat, "the confirmation", (chat) => posts(chat).at(-1)?.state === "sent"),
  );

  await directMessages(transcript, { alice, bob, carol });

  await transcript.step(
    "alice's connection is handed over, as at each renewal, while bob talks, and she misses nothing",
    () => handOverWhileTalking(alice, bob),
    (said) => `${said} posts`,
  );

  await transcript.step("bob says goodbye and is seen leaving at once", async () => {
    await bob.leave();
    await until(alice.chat, "bob going offline", (chat) => online(chat, bob) === undefined);
  });
}

async function directMessages(
  transcript: Transcript,
  { alice, bob, carol }: Record<"alice" | "bob" | "carol", Person>,
) {
  await transcript.step(
    "alice sends bob a direct message",
    async () => {
      alice.chat.dm(bob.credentials.publicKey, "coffee after the talk?");
      return until(bob.chat, "the message", (chat) => chat.directs[0]?.messages.at(-1));
    },
    said,
  );
  await transcript.step("it reached nobody else", async () => {
    // What alice posts afterwards has overtaken nothing: once carol has it, the direct message would be there too.
    alice.chat.post(spaceName, "see you in the hallway");
    await until(carol.chat, "the post", (chat) => posts(chat).length === 2);
    if (carol.chat.getSnapshot().directs.length > 0) throw new Error("carol has it too");
  });
  await transcript.step(
    "carol subscribes to bob's direct messages, and the server refuses",
    () =>
      refusedSubscription(carol.connection, `chat.${spaceName}.dms.${bob.credentials.publicKey}`),
    (message) => message.replace(/U[A-Z2-7]{55}/g, (key) => `${key.slice(0, 6)}…`),
  );
}

/** Resolves with the number of posts that were made meanwhile, once all of them have come. */
async function handOverWhileTalking(moving: Person, talking: Person): Promise<number> {
  const before = posts(moving.chat.getSnapshot()).length;
  let said = 0;
  const talk = setInterval(() => {
    said += 1;
    talking.chat.post(spaceName, `${said} at once`);
  }, 20);
  try {
    await moving.connection.handOver();
  } finally {
    clearInterval(talk);
  }
  await until(moving.chat, "every post", (chat) => posts(chat).length === before + said);
  return said;
}

function entrance(name: string, cleanup: Cleanup, { identities, dir, url }: Stage) {
  return [
    `${name} makes a key, is given a JWT for it, and joins`,
    async (): Promise<Person> => {
      const credentials = await obtainCredentials(identities, { dir, url, name });
      const person = await join(identities, credentials, { dir, url });
      return cleanup.add(person, () => person.leave());
    },
    ({ credentials }: Person) =>
      `${credentials.publicKey.slice(0, 6)}…, until ${credentials.expiresAt.toISOString().slice(0, 16)}Z`,
  ] as const;
}

function online(chat: ChatSnapshot, { credentials }: Person): MemberView | undefined {
  return chat.members.find((member) => member.key === credentials.publicKey && member.online);
}

function posts(chat: ChatSnapshot): readonly Message[] {
  return chat.channels[0]?.messages ?? [];
}

function said(message: Message): string {
  return `${message.from.name}: ${message.text}`;
}
