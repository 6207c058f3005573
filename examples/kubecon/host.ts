import { join } from "node:path";
import { defineTopology } from "@kchat/k8s-config";
import { type LocalPorts, type RunningTopology, startTopology } from "@kchat/k8s-config/local";
import { type Provisioner, type QuotaOptions, serveProvisioner } from "@kchat/provisioner";
import { connect, credsAuthenticator } from "nats";
import { type Identities, serviceCreds } from "./identities.js";

/** Runs the chat's server from the one description that also renders for Kubernetes. */
export function startServerOf(
  identities: Identities,
  options: { dir: string; ports: LocalPorts; signal?: AbortSignal | undefined },
): Promise<RunningTopology> {
  const topology = defineTopology({
    name: "kubecon",
    trust: { operator: identities.operator, accounts: identities.accounts },
    regions: [{ name: "local", servers: 1 }],
    listeners: { websocket: {} },
    jetstream: { maxFile: "1Gi", maxMemory: "256Mi" },
  });
  return startTopology(topology, {
    ports: options.ports,
    workDir: join(options.dir, "chat", "data"),
    signal: options.signal,
  });
}

/** Starts one provisioner of the queue group, with the tutorial's `chat-access` user. */
export async function startProvisioner(
  identities: Identities,
  url: string,
  quota: QuotaOptions = {},
): Promise<Provisioner> {
  const signer = await identities.store.keys.get(identities.memberKey);
  if (signer === undefined)
    throw new Error(
      "the seed of the scoped signing key is missing; remove the directory to start anew",
    );
  const creds = await serviceCreds(identities, "chat-access");
  const connection = await connect({
    servers: url,
    name: "chat-access",
    authenticator: credsAuthenticator(new TextEncoder().encode(creds)),
    maxReconnectAttempts: -1,
  });
  return serveProvisioner({ connection, account: identities.accounts[1], signer, quota });
}
