import {
  type AccountSigningKey,
  createAccount,
  createOperator,
  createUser,
  encodeClaims,
  type KeyPair,
  newAccountClaims,
  newOperatorClaims,
  newUserClaims,
  type Permissions,
} from "@kchat/auth";
import { type NatsServer, startServer } from "@kchat/nats-server";
import * as v3 from "@nats-io/transport-node";
import * as v2 from "nats";
import { inboxPrefix, provisionerPermissions, requesterPermissions } from "../src/index.js";

/** An account as the tutorial sets it up, with a scoped signing key for members. */
export interface World extends AsyncDisposable {
  readonly server: NatsServer;
  readonly account: string;
  readonly accountKey: KeyPair;
  readonly accountJwt: string;
  readonly signer: KeyPair;
  /** Another signing key of the account, which nothing binds. */
  readonly unscoped: KeyPair;
  readonly trust: { readonly account: string; readonly issuers: readonly string[] };
}

/** Somebody who can connect. */
export interface Person {
  readonly jwt: string;
  readonly keyPair: KeyPair;
}

/** The template of members; the caller's matter, not the provisioner's. */
const member: Permissions = {
  pub: { allow: ["chat.posts.>", "chat.dms.*"] },
  sub: { allow: ["chat.posts.>", "chat.dms.{{subject()}}", "_INBOX_{{subject()}}.>"] },
};

export async function startWorld(): Promise<World> {
  const [operator, sys, accountKey] = [createOperator(), createAccount(), createAccount()];
  const [signer, unscoped] = [createAccount(), createAccount()];
  const account = accountKey.getPublicKey();
  const accountJwt = accountOf(accountKey, operator, [
    { kind: "user_scope", key: signer.getPublicKey(), role: "member", template: unlimited(member) },
    unscoped.getPublicKey(),
  ]);
  const operatorJwt = encodeClaims(
    "operator",
    newOperatorClaims(operator.getPublicKey(), {
      name: "KO",
      nats: { system_account: sys.getPublicKey() },
    }),
    operator,
  );
  const systemJwt = accountOf(sys, operator, []);
  const config = `
    operator: ${operatorJwt}
    system_account: ${sys.getPublicKey()}
    resolver: MEMORY
    resolver_preload: {
      ${sys.getPublicKey()}: ${systemJwt}
      ${account}: ${accountJwt}
    }
  `;
  const server = await startServer({ config, websocket: true });
  return {
    server,
    account,
    accountKey,
    accountJwt,
    signer,
    unscoped,
    trust: { account, issuers: [signer.getPublicKey()] },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export function accountOf(
  account: KeyPair,
  operator: KeyPair,
  signingKeys: readonly AccountSigningKey[],
  exp?: number,
): string {
  const { nats, ...claims } = newAccountClaims(account.getPublicKey(), { name: "KUBECON", exp });
  const body = { ...claims, nats: { ...nats, signing_keys: signingKeys } };
  return encodeClaims("account", body, operator);
}

export function unlimited(permissions: Permissions) {
  return { ...permissions, subs: -1, data: -1, payload: -1 };
}

/** Makes a user of the account with these permissions; none is no limit. */
export function personOf(
  world: World,
  permissions: Permissions | ((publicKey: string) => Permissions) = {},
): Person {
  const keyPair = createUser();
  const publicKey = keyPair.getPublicKey();
  const granted = typeof permissions === "function" ? permissions(publicKey) : permissions;
  const { nats, ...claims } = newUserClaims(publicKey, { name: "service" });
  const body = { ...claims, nats: { ...nats, ...granted } };
  return { jwt: encodeClaims("user", body, world.accountKey), keyPair };
}

export const service = (world: World): Person => personOf(world, provisionerPermissions());
export const requester = (world: World): Person =>
  personOf(world, (publicKey) => requesterPermissions(publicKey));

/** Both generations of the client, for `describe.each`. */
export const clients = [
  { client: "nats 2.x", nats: v2 },
  { client: "@nats-io 3.x", nats: v3 as unknown as typeof v2 },
] as const;

export function connectAs(
  world: World,
  { jwt, keyPair }: Person,
  nats: typeof v2 = v2,
): Promise<v2.NatsConnection> {
  return nats.connect({
    servers: world.server.url,
    authenticator: nats.jwtAuthenticator(jwt, keyPair.getSeed()),
    inboxPrefix: inboxPrefix(keyPair.getPublicKey()),
    reconnect: false,
  });
}

/** Collects what the server says about a connection, such as refused permissions. */
export function complaintsOf(connection: v2.NatsConnection): string[] {
  const complaints: string[] = [];
  void (async () => {
    for await (const status of connection.status()) complaints.push(JSON.stringify(status));
  })();
  return complaints;
}
