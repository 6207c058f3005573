import { type Message, type TrackingEvent, track } from "@kchat/drain";
import { startServer } from "@kchat/nats-server";
import { describe, expect, it } from "vitest";
import { v2, v3 } from "../clients.js";
import { closedAfterEach, freePort, until } from "../settings.js";

const closing = closedAfterEach();
const patient = { maxReconnectAttempts: -1, reconnectTimeWait: 50 };

describe.each([v2, v3])("replies through $name while disconnected", (client) => {
  it("are held up to the limit, refused and reported beyond it, and leave after the reconnect", async () => {
    await using server = await startServer({ port: await freePort() });
    const events: TrackingEvent[] = [];
    const tracked = track(closing(await client.connect(server, patient)), {
      heldReplies: 2,
      onEvent: (event) => events.push(event),
    });
    const kept: Message[] = [];
    tracked.subscribe("held", { callback: (_error, message) => void kept.push(message) });
    for (let i = 0; i < 3; i++) tracked.publish("held", "", { reply: "nowhere" });
    await tracked.flush();
    server.signal("SIGKILL");
    await server.exited;
    await until("the connection to break", () => !tracked.isConnected);
    expect(kept.map((message) => message.respond("done"))).toEqual([true, true, false]);
    expect(events).toEqual([
      { type: "late", operation: "respond", subject: "held", reason: "disconnected" },
    ]);
    await server.restart();
    await until("the reconnect", () => tracked.isConnected, 15_000);
    await tracked.flush();
    expect((await server.varz()).in_msgs).toBe(2);
  });
});
