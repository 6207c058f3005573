import type { Monitoring } from "./monitoring.js";

/** A server by the name that the others call it. */
export interface NamedServer {
  readonly name: string;
  readonly monitoring: Monitoring;
}

/**
 * What `name` still lacks of JetStream's data, `undefined` if nothing. The leaders are asked: the server's own `/healthz`
 * says `ok` as long as it hasn't heard of what it missed.
 *
 * @throws {@link DrainError} `ERR_SERVER` if one of them doesn't answer.
 */
export async function lagOf(
  name: string,
  servers: readonly NamedServer[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  const reports = await Promise.all(
    servers.map(async (server) => {
      const jsz = (await server.monitoring("jsz?consumers=true", signal)) as Jsz;
      return groupsOf(jsz).map((group) => ({ ...group, isLeaders: group.leader === server.name }));
    }),
  );
  const groups = reports.flat();
  const led = new Set(groups.filter(({ leader }) => leader !== "").map(({ what }) => what));
  for (const { what, isLeaders, replicas } of groups) {
    if (!led.has(what)) return `${what} has no leader`;
    const replica = isLeaders ? replicas.find((one) => one.name === name) : undefined;
    if (replica === undefined) continue;
    const { current, lag = 0 } = replica;
    if (lag > 0) return `${what} is ${lag} operations behind`;
    if (!current) return `${what} is not current`;
  }
  return undefined;
}

/** A raft group as one of its members sees it. */
interface Group {
  readonly what: string;
  /** Empty while there is none. */
  readonly leader: string;
  readonly replicas: readonly Replica[];
}

function groupsOf({ meta_cluster: meta, account_details: accounts }: Jsz): Group[] {
  const groups: Group[] = [];
  const add = (what: string, cluster: Cluster | undefined): void => {
    // Without a cluster there is one copy, and nothing to catch up with.
    if (cluster === undefined) return;
    groups.push({ what, leader: cluster.leader ?? "", replicas: cluster.replicas ?? [] });
  };
  add("the list of all streams", meta);
  for (const { name: account, stream_detail: streams } of accounts ?? []) {
    for (const stream of streams ?? []) {
      const what = `stream ${stream.name} of ${account}`;
      add(what, stream.cluster);
      for (const consumer of stream.consumer_detail ?? []) {
        add(`consumer ${consumer.name} of ${what}`, consumer.cluster);
      }
    }
  }
  return groups;
}

interface Replica {
  name: string;
  current: boolean;
  lag?: number;
}
interface Cluster {
  leader?: string;
  replicas?: Replica[] | null;
}
interface Jsz {
  meta_cluster?: Cluster;
  account_details?:
    | {
        name: string;
        stream_detail?:
          | {
              name: string;
              cluster?: Cluster;
              consumer_detail?: { name: string; cluster?: Cluster }[] | null;
            }[]
          | null;
      }[]
    | null;
}
