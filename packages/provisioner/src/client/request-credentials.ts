import { base64urlEncode, createUser, formatCreds, type KeyPair } from "@kchat/auth";
import { ProvisionerError, RefusedError } from "../errors.js";
import { defaultSubject } from "../permissions/permissions.js";
import { isName, nameRule } from "../protocol/name.js";
import { parseReply, type Reply } from "../protocol/reply.js";
import { encodeRequest, type Proof } from "../protocol/request.js";
import { statementBytes } from "../protocol/statement.js";
import { checkAnswer, type Trust, untrusted } from "./check-answer.js";
import { type Answer, type RequestConnection, send } from "./connection.js";

/** What to ask for, and of whom. */
export interface RequestCredentialsOptions {
  /** Connection that may publish to the service's subject: {@link requesterPermissions}. */
  readonly connection: RequestConnection;
  /** 1 to 64 of `A-Z a-z 0-9 - _`. */
  readonly name: string;
  /** Whose answer to believe. */
  readonly trust: Trust;
  /** Key to ask for, for example to renew; its seed stays here. @default a new one */
  readonly user?: KeyPair | undefined;
  /** @default "chat.req.access" */
  readonly subject?: string | undefined;
  /** @default 5_000 */
  readonly timeoutMs?: number | undefined;
  /** Stops waiting; rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** Credentials: a JWT that anybody may see, and a key that nobody else has. */
export interface Credentials {
  readonly name: string;
  readonly publicKey: string;
  readonly jwt: string;
  readonly keyPair: KeyPair;
  readonly expiresAt: Date;
  /** Text of a creds file. It holds the seed: write it with mode 0600, or not at all. */
  creds(): string;
}

/**
 * Asks a provisioner for credentials. The key is made here; what travels is its public half and a proof.
 *
 * @throws RefusedError with a {@link RefusalCode} when the service says no
 * @throws ProvisionerError `ERR_NAME_INVALID`, `ERR_ANSWER_UNTRUSTED`, `ERR_NO_PROVISIONER`, `ERR_TIMEOUT`, `ERR_CONNECTION`
 * @example
 * ```ts
 * const credentials = await requestCredentials({
 *   connection,
 *   name: "wally",
 *   trust: { account: "AC…", issuers: ["AD…"] },
 * });
 * ```
 */
export async function requestCredentials(options: RequestCredentialsOptions): Promise<Credentials> {
  const { connection, name, trust, subject = defaultSubject, timeoutMs = 5_000 } = options;
  const { user: keyPair = createUser(), signal, now = Date.now } = options;
  if (!isName(name)) {
    throw new ProvisionerError(
      "ERR_NAME_INVALID",
      `${JSON.stringify(name)}: a name has ${nameRule}`,
    );
  }
  const publicKey = keyPair.getPublicKey();
  const proof = prove(keyPair, { subject, account: trust.account, name, publicKey, at: now() });
  const payload = encodeRequest({ name, publicKey, proof });

  const message = await send(connection, payload, { subject, timeoutMs, signal });
  const answer = readFailure(message) ?? parseReply(message.data);
  if (answer === undefined) throw untrusted("it is not a reply of a provisioner");
  if ("error" in answer) throw new RefusedError(answer.error);
  const { jwt } = answer;
  const { exp = 0 } = checkAnswer(jwt, { name, publicKey }, trust, now());
  return {
    name,
    publicKey,
    jwt,
    keyPair,
    expiresAt: new Date(exp * 1000),
    creds: () => formatCreds(jwt, keyPair),
  };
}

/** A service that fails or leaves answers as NATS micro services do (ADR-32): by headers, without a body. */
function readFailure({ data, headers }: Answer): Reply | undefined {
  if (data.length > 0 || !headers?.get("Nats-Service-Error-Code")) return undefined;
  return { error: { code: "ERR_UNAVAILABLE", message: "it failed or is leaving; try again" } };
}

function prove(
  keyPair: KeyPair,
  claim: { subject: string; account: string; name: string; publicKey: string; at: number },
): Proof {
  const nonce = base64urlEncode(crypto.getRandomValues(new Uint8Array(16)));
  const signature = keyPair.sign(statementBytes({ ...claim, nonce }));
  return { at: claim.at, nonce, signature: base64urlEncode(signature) };
}
