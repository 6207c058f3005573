import {
  type Provisioner,
  provisionerPermissions,
  requesterPermissions,
  serveProvisioner,
} from "@kchat/provisioner";
import { connect, credsAuthenticator } from "nats";
import type { JoinOptions } from "./page/person.js";
import type { Testbed } from "./testbed.js";

/** The provisioner at work, and what a page needs to know to ask it. */
export interface PageProvisioner extends AsyncDisposable {
  joinOptions(name: string, onPageHide: JoinOptions["onPageHide"]): JoinOptions;
}

export async function startProvisioner({
  server,
  websocketUrl,
  trust,
}: Testbed): Promise<PageProvisioner> {
  const creds = trust.creds("chat-access", () => provisionerPermissions());
  const connection = await connect({
    servers: server.url,
    authenticator: credsAuthenticator(new TextEncoder().encode(creds)),
  });
  const provisioner: Provisioner = await serveProvisioner({
    connection,
    account: trust.accountJwt,
    signer: trust.memberSigner,
  });
  const requesterCreds = trust.creds("chat-creds-request", (key) => requesterPermissions(key));
  return {
    joinOptions: (name, onPageHide) => ({
      servers: websocketUrl,
      requesterCreds,
      account: trust.account,
      issuer: trust.memberSigner.getPublicKey(),
      space: trust.space,
      name,
      onPageHide,
    }),
    [Symbol.asyncDispose]: () => provisioner[Symbol.asyncDispose](),
  };
}
