import type { AccountKey } from "../keys/public-key.js";
import type { ResolverConnection } from "./connection.js";
import { type GatherOptions, gather } from "./gather.js";
import { asObject, parseServerReply, type ServerName } from "./server-reply.js";

/** What one server said to an update. */
export interface ServerAnswer {
  readonly server: ServerName;
  /** `skipped`: answered with success, but not applied (a memory or cache resolver that does not hold the account). */
  readonly outcome: "updated" | "skipped" | "refused" | "silent";
  /** The server's own words. */
  readonly message: string;
}

/** Sends an account to every server and gathers each one's answer; servers that stay silent are in it too. */
export async function updateAccount(
  connection: ResolverConnection,
  account: AccountKey,
  token: string,
  servers: readonly ServerName[],
  options: GatherOptions,
): Promise<ServerAnswer[]> {
  const { replies } = await gather(
    connection,
    updateSubject(account),
    new TextEncoder().encode(token),
    (replies) => replies.length >= servers.length,
    options,
  );
  const answers = replies.map((reply) => readAnswer(reply));
  const heard = new Set(answers.map(({ server }) => server.id));
  const silent = servers
    .filter(({ id }) => !heard.has(id))
    .map((server): ServerAnswer => ({ server, outcome: "silent", message: "no answer in time" }));
  return [...answers, ...silent].sort((a, b) => (a.server.name < b.server.name ? -1 : 1));
}

/** The subject on which every kind of resolver takes an account. */
export function updateSubject(account: AccountKey | "*"): string {
  return `$SYS.REQ.ACCOUNT.${account}.CLAIMS.UPDATE`;
}

function readAnswer(bytes: Uint8Array): ServerAnswer {
  const { server = { id: "", name: "unnamed server" }, data, error } = parseServerReply(bytes);
  if (error !== undefined) return { server, outcome: "refused", message: error };
  const { code, message } = asObject(data) ?? {};
  const text = typeof message === "string" ? message : "unexpected reply";
  if (code !== 200) return { server, outcome: "refused", message: text };
  // Code 200 does not mean applied: compare the words (`nats-server: server/accounts.go`).
  return { server, outcome: text === "jwt updated" ? "updated" : "skipped", message: text };
}
