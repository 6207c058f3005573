import { type Connection, type Message, type Status, statuses } from "@kchat/drain";
import { describe, expect, it } from "vitest";
import { closedAfterEach, until } from "../settings.js";

/**
 * What `Connection` promises; whatever is used as one must pass.
 *
 * @param name - The implementation.
 * @param connect - Connects to a fresh or shared server.
 */
export function connectionContract(name: string, connect: () => Promise<Connection>): void {
  describe(`connection contract: ${name}`, () => {
    const closing = closedAfterEach();
    const open = async (): Promise<Connection> => closing(await connect());

    it("delivers to a callback", async () => {
      const connection = await open();
      const got: string[] = [];
      connection.subscribe("contract.callback", {
        callback: (error, message) => got.push(error?.message ?? message.string()),
      });
      connection.publish("contract.callback", "a");
      connection.publish("contract.callback", new TextEncoder().encode("b"));
      await connection.flush();
      expect(got).toEqual(["a", "b"]);
    });

    it("delivers to a loop, and leaving the loop ends the subscription", async () => {
      const connection = await open();
      const subscription = connection.subscribe("contract.loop");
      connection.publish("contract.loop", "1");
      connection.publish("contract.loop", "2");
      const got: Message[] = [];
      for await (const message of subscription) {
        got.push(message);
        if (got.length === 2) break;
      }
      await subscription.closed;
      expect(got.map((message) => message.json<number>())).toEqual([1, 2]);
      expect(subscription.isClosed()).toBe(true);
    });

    it("answers a request, and the message knows where it came from", async () => {
      const connection = await open();
      connection.subscribe("contract.echo", {
        callback: (_error, message) => message.respond(`${message.subject} ${message.string()}`),
      });
      const answer = await connection.request("contract.echo", "hello", { timeout: 5_000 });
      expect(answer.string()).toBe("contract.echo hello");
    });

    it("rejects a request that nobody serves", async () => {
      const connection = await open();
      await expect(connection.request("contract.nobody", "", { timeout: 5_000 })).rejects.toThrow();
    });

    it("shares a queue group's messages out, each to one member", async () => {
      const connection = await open();
      const got: number[] = [];
      for (let member = 0; member < 3; member++) {
        connection.subscribe("contract.queue", {
          queue: "workers",
          callback: () => void got.push(member),
        });
      }
      for (let i = 0; i < 30; i++) connection.publish("contract.queue");
      await connection.flush();
      expect(got).toHaveLength(30);
    });

    it("ends a subscription after `max` messages", async () => {
      const connection = await open();
      const subscription = connection.subscribe("contract.max", { max: 2 });
      for (let i = 0; i < 5; i++) connection.publish("contract.max", String(i));
      const got: string[] = [];
      for await (const message of subscription) got.push(message.string());
      expect(got).toEqual(["0", "1"]);
    });

    it("stops new messages when a subscription drains, and keeps the connection", async () => {
      const connection = await open();
      const got: string[] = [];
      const subscription = connection.subscribe("contract.drain", {
        callback: (_error, message) => void got.push(message.string()),
      });
      connection.publish("contract.drain", "before");
      await subscription.drain();
      connection.publish("contract.drain", "after");
      await connection.flush();
      expect(got).toEqual(["before"]);
      expect(connection.isClosed()).toBe(false);
    });

    it("knows its server while it is open", async () => {
      const connection = await open();
      expect(connection.info?.max_payload).toBeGreaterThan(0);
      expect(connection.info?.server_id).toMatch(/^N[A-Z2-7]+$/);
      expect(connection.getServer()).toMatch(/:\d+$/);
    });

    it("ends its statuses with `close`", async () => {
      const connection = await open();
      const seen: Status[] = [];
      const watching = (async () => {
        for await (const status of statuses(connection)) seen.push(status);
      })();
      await connection.close();
      await watching;
      expect(seen.at(-1)).toEqual({ type: "close" });
      expect(connection.isClosed()).toBe(true);
      expect(await connection.closed()).toBeFalsy();
    });

    it("stops listening to statuses when the loop is left", async () => {
      const connection = await open();
      const iterator = statuses(connection);
      const first = iterator.next();
      await iterator.return?.();
      expect((await first).done).toBe(true);
    });

    it("resolves `closed` for everybody who waits", async () => {
      const connection = await open();
      let waiters = 0;
      for (let i = 0; i < 3; i++) void connection.closed().then(() => waiters++);
      await connection.close();
      await until("all waiters", () => waiters === 3);
    });
  });
}
