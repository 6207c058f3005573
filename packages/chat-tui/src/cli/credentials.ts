import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { decodeUser, type KeyPair, parseCreds, type UserClaims } from "@kchat/auth";
import { ProvisionerError, requestCredentials } from "@kchat/provisioner/client";
import { TuiError } from "../errors.js";
import { connectAs, serversOf } from "./connect.js";
import type { JoinFlags } from "./join.js";

/** Who the person is, and whom they trust. */
export interface FoundCredentials {
  readonly jwt: string;
  readonly keyPair: KeyPair;
  readonly name: string;
  /** Public keys that may vouch for names. */
  readonly accounts: readonly string[];
}

/** Credentials with less than this part of their life left are renewed before they are used. */
const worthUsing = 0.1;

/**
 * Reads the person's credentials. Where there are none, or they have expired, and a provisioner may be asked: asks, with the
 * key of the old ones if there is one, and keeps the answer.
 *
 * @throws TuiError `ERR_TUI_USAGE`, `ERR_TUI_CONNECT`, `ERR_TUI_CREDENTIALS`
 */
export async function findCredentials(
  flags: JoinFlags,
  now = Date.now(),
): Promise<FoundCredentials> {
  const own = await readCreds("--creds", flags.creds);
  if (own !== undefined && isWorthUsing(own.claims, now)) return found(own, flags);
  return found(await requestFor(flags, own), flags);
}

/**
 * Asks the provisioner for credentials of the same key and name, and keeps them in their file.
 *
 * @throws TuiError `ERR_TUI_CONNECT`, `ERR_TUI_CREDENTIALS`
 */
export async function renewCredentials(
  flags: JoinFlags,
  { keyPair, jwt }: FoundCredentials,
  signal: AbortSignal,
): Promise<{ readonly jwt: string }> {
  // The name that the key was given, whatever --name shows to others.
  const claims = decodeUser(jwt);
  return requestFor({ ...flags, name: claims.name ?? "" }, { keyPair, claims }, signal);
}

async function requestFor(
  flags: JoinFlags,
  own: Pick<Creds, "keyPair" | "claims"> | undefined,
  signal?: AbortSignal,
): Promise<Creds> {
  if (flags.requestCreds === undefined) {
    throw new TuiError(
      "ERR_TUI_USAGE",
      own === undefined
        ? `--creds ${flags.creds}: there is no such file; --request-creds lets kchat ask for credentials.`
        : `--creds ${flags.creds}: these credentials have expired; --request-creds lets kchat ask for new ones.`,
    );
  }
  const requester = await readCreds("--request-creds", flags.requestCreds);
  if (requester === undefined) {
    throw new TuiError(
      "ERR_TUI_USAGE",
      `--request-creds ${flags.requestCreds}: there is no such file.`,
    );
  }
  const name = flags.name ?? own?.claims.name;
  if (name === undefined || name === "") {
    throw new TuiError("ERR_TUI_USAGE", "--name is missing: the name to ask credentials for.");
  }
  const [account = "", ...signers] = trustedBy(requester.claims);
  const issuers = [account, ...signers, ...(flags.account ?? [])];
  const connection = await connectAs(serversOf(flags.server), requester);
  try {
    const { jwt, keyPair, creds } = await requestCredentials({
      connection,
      name,
      user: own?.keyPair,
      trust: { account, issuers },
      signal,
    });
    await writePrivately(flags.creds, creds());
    return { jwt, keyPair, claims: decodeUser(jwt) };
  } catch (cause) {
    if (!ProvisionerError.isInstance(cause)) throw cause;
    const hint =
      cause.code === "ERR_ANSWER_UNTRUSTED" ? "; --account names a signing key to trust" : "";
    throw new TuiError(
      "ERR_TUI_CREDENTIALS",
      `no credentials for ${name}: ${cause.message}${hint}`,
      {
        cause,
      },
    );
  } finally {
    await connection.close();
  }
}

interface Creds {
  readonly jwt: string;
  readonly keyPair: KeyPair;
  readonly claims: UserClaims;
}

async function readCreds(flag: string, file: string): Promise<Creds | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new TuiError("ERR_TUI_USAGE", `${flag} ${file}: can't be read.`, { cause });
  }
  try {
    const { jwt, keyPair } = parseCreds(text);
    return { jwt, keyPair, claims: decodeUser(jwt) };
  } catch (cause) {
    throw new TuiError(
      "ERR_TUI_USAGE",
      `${flag} ${file}: this is no creds file with a user JWT and its seed.`,
      { cause },
    );
  }
}

function found({ jwt, keyPair, claims }: Creds, flags: JoinFlags): FoundCredentials {
  const name = flags.name ?? claims.name ?? "";
  return { jwt, keyPair, name, accounts: [...trustedBy(claims), ...(flags.account ?? [])] };
}

/** The account of a user, and the key that signed for it: who gave a person credentials is whom they joined. */
function trustedBy({ iss, nats }: UserClaims): readonly string[] {
  return [nats.issuer_account ?? iss, iss].filter((key): key is string => key !== undefined);
}

function isWorthUsing({ exp, iat = 0 }: UserClaims, now: number): boolean {
  return exp === undefined || exp * 1_000 - now > (exp - iat) * 1_000 * worthUsing;
}

/** Nobody else on this machine may read it, and a crash leaves the old file or the new one. */
async function writePrivately(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    throw new TuiError("ERR_TUI_USAGE", `--creds ${file}: can't be written.`, { cause });
  }
}
