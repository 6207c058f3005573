import type { Connect, HandOverEvent, ManagedConnection, ManageOptions } from "@kchat/drain";
import { manage } from "@kchat/drain";
import { type NatsCluster, type StartClusterOptions, startCluster } from "@kchat/nats-server";
import { connect as connectV3 } from "@nats-io/transport-node";
import { connect as connectV2 } from "nats";
import { afterAll, afterEach, beforeAll } from "vitest";

interface Generation {
  readonly name: string;
  connect(servers: string[], login?: { user: string; pass: string }): ReturnType<Connect>;
}

/** Both generations, with little more than a server list decided here. */
export const generations: readonly Generation[] = [
  {
    name: "nats 2.x",
    connect: (servers, login) => connectV2({ ...settings, servers, ...login }),
  },
  {
    name: "@nats-io 3.x",
    connect: (servers, login) => connectV3({ ...settings, servers, ...login }),
  },
];

const settings = { noRandomize: true, reconnectTimeWait: 100 };

/** One cluster for the tests of a file. */
export function clusterForTests(options: StartClusterOptions = {}): () => NatsCluster {
  let cluster: NatsCluster | undefined;
  beforeAll(async () => {
    cluster = await startCluster({
      size: 3,
      lameDuck: { durationMs: 30_000, graceMs: 2_000 },
      ...options,
    });
  });
  afterAll(() => cluster?.stop());
  return () => {
    if (cluster === undefined) throw new Error("the cluster is started by beforeAll");
    return cluster;
  };
}

export interface Managed {
  readonly connection: ManagedConnection;
  readonly events: HandOverEvent[];
  /** The first event of a type, once it has come. */
  event<T extends HandOverEvent["type"]>(type: T): Promise<Extract<HandOverEvent, { type: T }>>;
}

/** Managed connections that record their events and are closed after each test. */
export function managedForTests(): (options: ManageOptions) => Promise<Managed> {
  const open: ManagedConnection[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
  });
  return async (options) => {
    const events: HandOverEvent[] = [];
    let changed = (): void => undefined;
    const connection = await manage({
      jitterMs: 0,
      settleMs: 100,
      ...options,
      onEvent: (event) => {
        events.push(event);
        changed();
      },
    });
    open.push(connection);
    return {
      connection,
      events,
      async event(type) {
        for (;;) {
          const found = events.find((event) => event.type === type);
          if (found !== undefined) return found as never;
          await new Promise<void>((resolve) => {
            changed = resolve;
          });
        }
      },
    };
  };
}
