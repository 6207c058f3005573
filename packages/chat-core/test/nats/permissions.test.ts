import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inboxPrefix, TransportError } from "../../src/index.js";
import { natsTransport } from "../../src/nats/index.js";
import { clients, operatorSpace } from "./operator-space.js";

type Member = Awaited<ReturnType<Awaited<ReturnType<typeof operatorSpace>>["member"]>>;

describe.each(Object.entries(clients))("memberPermissions, attacked over %s", (_name, client) => {
  let room: Awaited<ReturnType<typeof operatorSpace>>;
  let victim: Member;
  let mallory: Member;
  beforeAll(async () => {
    room = await operatorSpace();
    [victim, mallory] = [await room.member("victim", client), await room.member("mallory", client)];
  });
  afterAll(async () => {
    await Promise.all([victim.connection.close(), mallory.connection.close()]);
    await room.stop();
  });

  /** Subscribes as mallory, and tells whether the server refused it. */
  async function subscribe(subject: string): Promise<"refused" | "allowed"> {
    const transport = natsTransport(mallory.connection);
    let refused: TransportError | undefined;
    const subscription = transport.subscribe(subject, () => undefined, {
      onRefused: (error) => {
        refused = error;
      },
    });
    await transport.send("chat.KUBECON.online", new Uint8Array());
    subscription.unsubscribe();
    await transport.close();
    return refused?.code === "ERR_TRANSPORT_PERMISSION" ? "refused" : "allowed";
  }

  async function publish(subject: string): Promise<"refused" | "allowed"> {
    const transport = natsTransport(mallory.connection);
    try {
      await transport.send(subject, new Uint8Array());
      return "allowed";
    } catch (error) {
      if (TransportError.isInstance(error) && error.code === "ERR_TRANSPORT_PERMISSION") {
        return "refused";
      }
      throw error;
    } finally {
      await transport.close();
    }
  }

  it("refuses to listen where another alone may", async () => {
    const subjects = [
      `chat.KUBECON.dms.${victim.key}`,
      "chat.KUBECON.dms.*",
      "chat.KUBECON.>",
      `chat.KUBECON.dmacts.${victim.key}.*`,
      `chat.KUBECON.member.${victim.key}`,
      `${inboxPrefix(victim.key)}.>`,
      "_INBOX.>",
      ">",
    ];
    for (const subject of subjects) {
      expect([subject, await subscribe(subject)]).toEqual([subject, "refused"]);
    }
  });

  it("refuses to publish under another's key, and into another's inbox", async () => {
    const subjects = [
      `chat.KUBECON.acts.General.${victim.key}`,
      `chat.KUBECON.dmacts.${victim.key}.${victim.key}`,
      `chat.KUBECON.hints.General.${victim.key}`,
      `${inboxPrefix(victim.key)}.forged`,
      "chat.OTHER.online",
      "$SYS.REQ.SERVER.PING",
    ];
    for (const subject of subjects) {
      expect([subject, await publish(subject)]).toEqual([subject, "refused"]);
    }
  });

  it("allows what a member needs", async () => {
    const me = mallory.key;
    for (const subject of [
      `chat.KUBECON.dms.${me}`,
      "chat.KUBECON.posts.*",
      "chat.KUBECON.acts.*.*",
      `chat.KUBECON.dmacts.${me}.*`,
      "chat.KUBECON.hints.*.*",
      "chat.KUBECON.roster",
      `chat.KUBECON.member.${me}`,
    ]) {
      expect([subject, await subscribe(subject)]).toEqual([subject, "allowed"]);
    }
    for (const subject of [
      "chat.KUBECON.posts.General",
      `chat.KUBECON.dms.${victim.key}`,
      `chat.KUBECON.acts.General.${me}`,
      `chat.KUBECON.dmacts.${victim.key}.${me}`,
      `chat.KUBECON.hints.General.${me}`,
    ]) {
      expect([subject, await publish(subject)]).toEqual([subject, "allowed"]);
    }
  });
});
