import type { AccountKey } from "../keys/public-key.js";
import type { ResolverConnection } from "./connection.js";
import { type GatherOptions, gather } from "./gather.js";
import { asObject, parseServerReply, type ServerName } from "./server-reply.js";

const CONNECTIONS = "$SYS.REQ.SERVER.PING.CONNZ";
const PAGE = 1024;

/** A client that is logged in to an account. */
export interface AccountConnection {
  readonly server: ServerName;
  /** The number that the server gave it. */
  readonly id: number;
  /** The name that the client gave itself. */
  readonly name: string;
  /** The token that it logged in with. */
  readonly token: string | undefined;
  /** The key that signed the token. */
  readonly issuer: string | undefined;
}

/** The clients of an account on all servers. */
export async function listConnections(
  connection: ResolverConnection,
  account: AccountKey,
  expected: number,
  options: GatherOptions,
): Promise<AccountConnection[]> {
  const found: AccountConnection[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const request = JSON.stringify({ acc: account, auth: true, offset, limit: PAGE });
    const { replies } = await gather(
      connection,
      CONNECTIONS,
      new TextEncoder().encode(request),
      (replies) => replies.length >= expected,
      options,
    );
    const pages = replies.map(readPage);
    found.push(...pages.flatMap(({ connections }) => connections));
    if (pages.every(({ total }) => total <= offset + PAGE)) return found;
  }
}

function readPage(bytes: Uint8Array): { total: number; connections: AccountConnection[] } {
  const { server = { id: "", name: "unnamed server" }, data } = parseServerReply(bytes);
  const { total, connections } = asObject(data) ?? {};
  return {
    total: typeof total === "number" ? total : 0,
    connections: Array.isArray(connections)
      ? connections.flatMap((entry) => readConnection(server, entry))
      : [],
  };
}

function readConnection(server: ServerName, entry: unknown): AccountConnection[] {
  const { cid, name, jwt, issuer_key: issuer } = asObject(entry) ?? {};
  if (typeof cid !== "number") return [];
  return [
    {
      server,
      id: cid,
      name: typeof name === "string" ? name : "",
      token: typeof jwt === "string" ? jwt : undefined,
      issuer: typeof issuer === "string" ? issuer : undefined,
    },
  ];
}
