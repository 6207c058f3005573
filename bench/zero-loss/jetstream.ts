import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, JetStreamMessage, JetStreamMessages, Payload } from "@kchat/drain";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { headers as headersV3, type NatsConnection as V3Connection } from "@nats-io/nats-core";
import { headers as headersV2, type NatsConnection as V2Connection } from "nats";
import type { Generation } from "./generations.js";

/** A job as both generations deliver it. */
export interface Job extends JetStreamMessage {
  string(): string;
}

const STREAM = "JOBS";
const SUBJECT = "jobs";
const DURABLE = "workers";

/** Makes the work queue on three servers: a message stays until it is acknowledged. */
export async function createWorkQueue(connection: V3Connection): Promise<void> {
  const manager = await jetstreamManager(connection);
  const stream = {
    name: STREAM,
    subjects: [SUBJECT],
    retention: "workqueue" as const,
    num_replicas: 3,
  };
  // For a moment after the start the leader may still take a server that it hears for offline.
  for (let attempt = 1; ; attempt += 1) {
    try {
      await manager.streams.add(stream);
      break;
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(100);
    }
  }
  await manager.consumers.add(STREAM, {
    durable_name: DURABLE,
    ack_policy: "explicit",
    ack_wait: 10_000_000_000,
  });
}

/** Jobs that the queue still holds. */
export async function jobsLeft(connection: V3Connection): Promise<number> {
  const manager = await jetstreamManager(connection);
  return (await manager.streams.info(STREAM)).state.messages;
}

/** Pulls jobs with a client's own consumer. */
export async function pullJobs(
  generation: Generation,
  connection: Connection,
): Promise<JetStreamMessages<Job>> {
  const options = { max_messages: 50 };
  if (generation === "v2") {
    const { consumers } = (connection as V2Connection).jetstream();
    return (await consumers.get(STREAM, DURABLE)).consume(options);
  }
  const { consumers } = jetstream(connection as V3Connection);
  return (await consumers.get(STREAM, DURABLE)).consume(options);
}

/**
 * Adds a job and waits until it is stored. Tries again while the queue has no leader: the identifier makes the server
 * keep it once.
 */
export async function addJob(
  generation: Generation,
  connection: Connection,
  id: string,
): Promise<void> {
  const payload: Payload = id;
  const headers = generation === "v2" ? headersV2() : headersV3();
  headers.set("Nats-Msg-Id", id);
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      const answer = await connection.request(SUBJECT, payload, { timeout: 2_000, headers });
      if (answer.json<{ seq?: number }>().seq !== undefined) return;
      throw new Error(answer.string());
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
