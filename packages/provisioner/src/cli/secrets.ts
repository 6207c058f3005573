import { statSync } from "node:fs";
import { fromSeed, type KeyPair, parseCreds } from "@kchat/auth";
import { ProvisionerError } from "../errors.js";
import { readFlag } from "./files.js";

/** Reads the seed of a signing key. Its file may hold comments; the seed itself never reaches a message. */
export function readSigningKey(file: string): KeyPair {
  const seed = /\bSA[A-Z2-7]{56}\b/.exec(readFlag("--sk", file))?.[0];
  if (seed === undefined) {
    throw new ProvisionerError("ERR_OPTION", `--sk ${file}: holds no seed of an account key (SA…)`);
  }
  try {
    return fromSeed(seed);
  } catch {
    throw new ProvisionerError("ERR_OPTION", `--sk ${file}: the seed in it is damaged`);
  }
}

/** Reads the credentials that this service connects with. */
export function readCreds(file: string): { jwt: string; seed: Uint8Array } {
  const text = readFlag("--creds", file);
  try {
    const { jwt, keyPair } = parseCreds(text);
    return { jwt, seed: keyPair.getSeed() };
  } catch {
    const message = `--creds ${file}: not a creds file with a user JWT and its seed`;
    throw new ProvisionerError("ERR_OPTION", message);
  }
}

/** Tells whether others on this machine may read a file. */
export function isExposed(file: string): boolean {
  return process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0;
}
