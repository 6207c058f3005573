import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import {
  createAccount,
  createUser,
  decodeUser,
  ed25519Backend,
  formatCreds,
  issueUser,
} from "@kchat/auth";
import { decode, encodeUser, fmtCreds } from "nats-jwt";
import * as nkeys from "nkeys.js";
import { type Contender, compare } from "./measure.js";

const ROUNDS = 21;
const EXPIRES_IN_SECONDS = 3600;

interface Figure {
  readonly name: string;
  readonly ours: () => unknown;
  readonly native: () => unknown;
  readonly peer: () => unknown;
}

/** The user that a provisioner issues: empty, under a scoped signing key, for an hour. */
function figures(): readonly Figure[] {
  const account = createAccount();
  const signer = createAccount();
  const issue = (user: string): string =>
    issueUser(signer, {
      user,
      account: account.publicKey,
      name: "ada",
      expiresInSeconds: EXPIRES_IN_SECONDS,
    });
  const user = createUser();
  const token = issue(user.publicKey);

  const peerSigner = nkeys.fromSeed(signer.getSeed());
  const peerUser = nkeys.fromSeed(user.getSeed());
  const peerIssue = (key: nkeys.KeyPair): Promise<string> =>
    encodeUser(
      "ada",
      key,
      peerSigner,
      { issuer_account: account.publicKey },
      { scopedUser: true, exp: Math.floor(Date.now() / 1000) + EXPIRES_IN_SECONDS },
    );

  const privateKey = nativeKey(signer.getSeed());
  const publicKey = createPublicKey(privateKey);
  const signed = Buffer.from(token.slice(0, token.lastIndexOf(".")));
  const signature = Buffer.from(token.slice(token.lastIndexOf(".") + 1), "base64url");

  return [
    {
      name: "auth-mint",
      ours() {
        const pair = createUser();
        return formatCreds(issue(pair.publicKey), pair);
      },
      native() {
        generateKeyPairSync("ed25519");
        return sign(null, signed, privateKey);
      },
      async peer() {
        const pair = nkeys.createUser();
        return fmtCreds(await peerIssue(pair), pair);
      },
    },
    {
      name: "auth-issue",
      ours: () => issue(user.publicKey),
      native: () => sign(null, signed, privateKey),
      peer: () => peerIssue(peerUser),
    },
    {
      name: "auth-decode",
      ours: () => decodeUser(token),
      native: () => verify(null, signed, publicKey, signature),
      peer: () => decode(token),
    },
  ];
}

/** What the platform alone does: one call of `node:crypto` per signature, with the key imported before. */
function nativeKey(seed: Uint8Array): ReturnType<typeof createPrivateKey> {
  const raw = (nkeys.fromSeed(seed) as unknown as { getRawSeed(): Uint8Array }).getRawSeed();
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), raw]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

/** Against nats-jwt with nkeys.js, and against the platform's Ed25519 without anything around it. */
export async function run(): Promise<void> {
  console.log(`# auth: Ed25519 by ${ed25519Backend()}, Node ${process.versions.node}`);
  for (const { name, ours, native, peer } of figures()) {
    const contenders: readonly Contender[] = [
      { name: "ours", batch: 200, run: ours },
      { name: "native", batch: 200, run: native },
      { name: "peer", batch: 3, run: peer },
    ];
    const [us = 0, alone = 0, them = 0] = await compare(contenders, ROUNDS);
    const figure = (rate: number): string => rate.toFixed(rate < 100 ? 1 : 0);
    console.log(
      `bench ${name} ours=${figure(us)} ops/s nats-jwt=${figure(them)} ops/s ratio=${(us / them).toFixed(0)}`,
    );
    console.log(
      `bench ${name}-native ours=${figure(us)} ops/s node:crypto=${figure(alone)} ops/s ratio=${(us / alone).toFixed(2)}`,
    );
  }
}
