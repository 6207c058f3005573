import type { Import } from "../claims/types/sharing.js";
import { type AccountKey, parsePublicKey } from "../keys/public-key.js";

/** What every import may say. */
export interface ImportOptions {
  /** The exporting account's public key. */
  readonly from: string;
  /** The subject as the exporter names it. */
  readonly subject: string;
  /** The name people here see. */
  readonly name?: string | undefined;
  /** The subject as it is named here; `$1` stands for the first `*` of `subject`. @default `subject` itself */
  readonly localSubject?: string | undefined;
  /** The activation token, where the export wants one. */
  readonly token?: string | undefined;
}

/** Options of {@link importStream}. */
export interface ImportStreamOptions extends ImportOptions {
  /** Whether the exporter may trace messages into this account. @default false */
  readonly allowTrace?: boolean | undefined;
}

/** Options of {@link importService}. */
export interface ImportServiceOptions extends ImportOptions {
  /** Tells the exporter who asks: requests carry the header `Nats-Request-Info`. @default false */
  readonly share?: boolean | undefined;
}

/**
 * A stream of another account: what it publishes arrives here.
 *
 * @throws AuthError when `from` is not an account's public key.
 * @example
 * const status = importStream({ from: synadia, subject: "status.>", localSubject: "synadia.status.>" });
 */
export function importStream(options: ImportStreamOptions): Import {
  return { ...common(options), type: "stream", ...(options.allowTrace && { allow_trace: true }) };
}

/**
 * A service of another account: requests made here arrive there.
 *
 * @throws AuthError when `from` is not an account's public key.
 * @example
 * const deploy = importService({ from: synadia, subject: "deploy.request", token: activation });
 */
export function importService(options: ImportServiceOptions): Import {
  return { ...common(options), type: "service", ...(options.share && { share: true }) };
}

function common({ from, subject, name, localSubject, token }: ImportOptions): Omit<Import, "type"> {
  const account: AccountKey = parsePublicKey(from, "account");
  return {
    account,
    subject,
    ...(name && { name }),
    ...(localSubject && { local_subject: localSubject }),
    ...(token && { token }),
  };
}
