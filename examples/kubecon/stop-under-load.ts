import { setTimeout as sleep } from "node:timers/promises";
import { parseCreds } from "@kchat/auth";
import type { Provisioner } from "@kchat/provisioner";
import { inboxPrefix, requestCredentials } from "@kchat/provisioner/client";
import { connect, credsAuthenticator } from "nats";
import { type Identities, serviceCreds } from "./identities.js";

/** What became of the requests that were under way while a provisioner stopped. */
export interface StopReport {
  readonly asked: number;
  readonly answered: number;
  /** How many of them the stopping provisioner had taken. */
  readonly answeredByTheStopped: number;
}

/** Sends requests by the clock and drains the given provisioner in their midst; another takes over. */
export async function stopUnderLoad(
  identities: Identities,
  stopping: Provisioner,
  url: string,
): Promise<StopReport> {
  const creds = await serviceCreds(identities, "chat-creds-request");
  const connection = await connect({
    servers: url,
    authenticator: credsAuthenticator(new TextEncoder().encode(creds)),
    inboxPrefix: inboxPrefix(parseCreds(creds).keyPair.getPublicKey()),
  });
  const trust = { account: identities.accountKey, issuers: [identities.memberKey] };
  const before = stopping.stats.issued;
  const requests: Promise<unknown>[] = [];
  try {
    let draining: Promise<{ readonly exitCode: number }> | undefined;
    for (let sent = 0; sent < 200; sent += 1) {
      requests.push(requestCredentials({ connection, name: `load-${sent}`, trust }));
      if (sent === 100) draining = stopping.drain({ deadlineMs: 5_000 });
      if (sent % 5 === 4) await sleep(2);
    }
    const outcomes = await Promise.allSettled(requests);
    const report = await draining;
    const refused = outcomes.find((outcome) => outcome.status === "rejected");
    if (refused) throw refused.reason;
    if (report?.exitCode !== 0) throw new Error("the provisioner reports abandoned requests");
    return {
      asked: requests.length,
      answered: outcomes.length,
      answeredByTheStopped: stopping.stats.issued - before,
    };
  } finally {
    await connection.close();
  }
}
