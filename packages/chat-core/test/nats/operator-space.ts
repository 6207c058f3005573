import {
  createAccount,
  createOperator,
  createUser,
  encodeClaims,
  issueUser,
  memoryResolverConfig,
  newAccountClaims,
  newOperatorClaims,
} from "@kchat/auth";
import { type NatsServer, startServer } from "@kchat/nats-server";
import * as v3 from "@nats-io/transport-node";
import * as v2 from "nats";
import { inboxPrefix, memberPermissions, type Space } from "../../src/index.js";

/** Both generations of the official client; the types differ in what these tests don't use. */
export const clients = { "nats 2.x": v2, "@nats-io 3.x": v3 as unknown as typeof v2 };

/** The keys of a space, the configuration of servers that trust them, and members with exactly `memberPermissions`. */
export function operatorTrust(name = "KUBECON") {
  const [operator, system, account, scoped] = [
    createOperator(),
    createAccount(),
    createAccount(),
    createAccount(),
  ];
  const template = { ...memberPermissions(name), subs: -1, data: -1, payload: -1 };
  const signing_keys = [
    { kind: "user_scope", key: scoped.publicKey, role: "member", template, description: "" },
  ] as const;
  const accountClaims = newAccountClaims(account.publicKey, { name, nats: { signing_keys } });
  const config = memoryResolverConfig({
    operator: encodeClaims(
      "operator",
      newOperatorClaims(operator.publicKey, {
        name: "KO",
        nats: { system_account: system.publicKey },
      }),
      operator,
    ),
    accounts: [
      encodeClaims("account", newAccountClaims(system.publicKey, { name: "SYS" }), operator),
      encodeClaims("account", accountClaims, operator),
    ],
  });
  const space: Space = { name, accounts: [account.publicKey, scoped.publicKey] };

  /** A new member, and how it connects. */
  function person(personName: string, client: typeof v2 = v2) {
    const keyPair = createUser();
    const jwt = issueUser(scoped, {
      user: keyPair.publicKey,
      account: account.publicKey,
      name: personName,
    });
    const connect = (servers: string | string[], by = client) =>
      by.connect({
        servers,
        noRandomize: true,
        authenticator: by.jwtAuthenticator(jwt, keyPair.getSeed()),
        inboxPrefix: inboxPrefix(keyPair.publicKey),
        maxReconnectAttempts: -1,
        reconnectTimeWait: 50,
      });
    return { identity: { keyPair, name: personName, jwt }, key: keyPair.publicKey, connect };
  }
  return { config, space, person };
}

/** A real server in operator mode whose account grants members exactly `memberPermissions`. */
export async function operatorSpace(name = "KUBECON") {
  const { config, space, person } = operatorTrust(name);
  let server: NatsServer = await startServer({ config });

  /** A member with a connection of its own, which it may reach by another way. */
  async function member(personName: string, client: typeof v2 = v2, servers = server.url) {
    const { identity, key, connect } = person(personName, client);
    return { identity, key, connection: await connect(servers) };
  }

  return {
    space,
    person,
    member,
    /** The server's address. */
    url: () => server.url,
    /** Kills the server; the returned function starts it again on the same port. */
    async crash() {
      const { port } = server;
      await server.kill();
      return async () => {
        server = await startServer({ config, port });
      };
    },
    stop: () => server.stop(),
  };
}
