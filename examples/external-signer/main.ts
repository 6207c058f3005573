// Issues a user with a signing key that this process never sees, and connects with it to a real server.
import {
  createAccount,
  createOperator,
  createUser,
  decodeUser,
  encodeClaims,
  encodeClaimsAsync,
  formatCreds,
  issueUserAsync,
  memoryResolverConfig,
  newAccountClaims,
  newOperatorClaims,
} from "@kchat/auth";
import { startServer } from "@kchat/nats-server";
import { connect, credsAuthenticator } from "nats";
import { startVault } from "./start-vault.js";

const vault = await startVault();
const { signer } = vault;
console.log(`vault ${vault.pid} signs as ${signer.publicKey}; this is process ${process.pid}`);

const operator = createOperator();
const account = newAccountClaims(createAccount().publicKey, {
  name: "KUBECON",
  nats: {
    signing_keys: [
      {
        kind: "user_scope",
        key: signer.publicKey,
        role: "chatter",
        template: { pub: { allow: ["chat.{{name()}}"] }, sub: { allow: ["chat.>"] }, subs: 10 },
      },
    ],
  },
});
const server = await startServer({
  config: memoryResolverConfig({
    operator: encodeClaims(
      "operator",
      newOperatorClaims(operator.publicKey, { name: "KO" }),
      operator,
    ),
    accounts: [encodeClaims("account", account, operator)],
  }),
});

try {
  const user = createUser();
  const jwt = await issueUserAsync(signer, {
    user: user.publicKey,
    account,
    name: "ada",
    expiresInSeconds: 600,
  });
  console.log(`the vault signed a token for ${decodeUser(jwt).name}, verified here`);

  const authenticator = credsAuthenticator(new TextEncoder().encode(formatCreds(jwt, user)));
  const connection = await connect({ servers: server.url, authenticator });
  const messages = connection.subscribe("chat.*", { max: 1 });
  connection.publish("chat.ada", "hello");
  for await (const message of messages) {
    console.log(`a real server let it in: ${message.subject} says "${message.string()}"`);
  }
  await connection.close();

  await refusedBy("a token for a year", () =>
    issueUserAsync(signer, { user: user.publicKey, account, name: "ada", expiresInSeconds: 3e7 }),
  );
  await refusedBy("a token that claims to be asked for in ten years", () => {
    const now = Math.floor(Date.now() / 1000) + 10 * 365 * 86_400;
    const expiresInSeconds = 600;
    return issueUserAsync(signer, {
      user: user.publicKey,
      account,
      name: "ada",
      expiresInSeconds,
      now,
    });
  });
  await refusedBy("another kind of token", () =>
    encodeClaimsAsync("activation", { sub: account.sub, nats: {} }, signer),
  );
} finally {
  await server.stop();
  await vault.stop();
}

async function refusedBy(what: string, issue: () => Promise<string>): Promise<void> {
  const outcome = await issue().then(
    () => "",
    (error: Error) => error.message,
  );
  if (outcome === "") throw new Error(`the vault signed ${what}`);
  console.log(`${what}: ${outcome}`);
}
