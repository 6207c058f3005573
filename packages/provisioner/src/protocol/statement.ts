/** What a requester states and signs: this key wants this name, from this service, now, once. */
export interface Statement {
  /** Subject of the service. */
  readonly subject: string;
  /** Public key of the account that shall issue the credentials. */
  readonly account: string;
  readonly name: string;
  /** The requester's public key, which verifies the signature. */
  readonly publicKey: string;
  /** When it was signed, in milliseconds since the epoch. */
  readonly at: number;
  /** 128 random bits or more; unique for each request. */
  readonly nonce: string;
}

/** No other signature of a user key, such as that of a server's nonce, can start so. */
const context = "kchat-provisioner-request-v1";

/**
 * Gives the bytes to sign. No part can hold a line feed, so two statements never have the same bytes.
 */
export function statementBytes(statement: Statement): Uint8Array {
  const { subject, account, name, publicKey, at, nonce } = statement;
  const lines = [context, subject, account, name, publicKey, String(at), nonce];
  return new TextEncoder().encode(lines.join("\n"));
}
