import {
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomFillSync,
  sign,
  verify,
} from "node:crypto";
import {
  createAccount,
  createUser,
  decodeSeed,
  decodeUser,
  ed25519Backend,
  formatCreds,
  issueUser,
  verifySignature,
} from "@kchat/auth";
import { decode, encodeUser, fmtCreds } from "nats-jwt";
import * as nkeys from "nkeys.js";
import { compare, median } from "./measure.js";

const ROUNDS = 21;
const EXPIRES_IN_SECONDS = 3600;

interface Figure {
  readonly name: string;
  readonly ours: () => unknown;
  /** What no implementation on this platform can do without. */
  readonly native: () => unknown;
  /** The same in words. */
  readonly counted: string;
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

  const privateKey = importSeed(decodeSeed(signer.getSeed()).raw);
  const publicKey = createPublicKey(privateKey);
  const signed = Buffer.from(token.slice(0, token.lastIndexOf(".")));
  const signature = Buffer.from(token.slice(token.lastIndexOf(".") + 1), "base64url");
  const nextSeed = seeds();

  return [
    {
      name: "auth-mint",
      ours() {
        const pair = createUser();
        return formatCreds(issue(pair.publicKey), pair);
      },
      native() {
        importSeed(nextSeed()).export({ format: "jwk" });
        return sign(null, signed, privateKey);
      },
      counted: "32 random bytes imported, their public key exported, one signature with a kept key",
      async peer() {
        const pair = nkeys.createUser();
        return fmtCreds(await peerIssue(pair), pair);
      },
    },
    {
      name: "auth-issue",
      ours: () => issue(user.publicKey),
      native: () => sign(null, signed, privateKey),
      counted: "one signature of as many bytes with a kept key",
      peer: () => peerIssue(peerUser),
    },
    {
      name: "auth-verify",
      ours: () => verifySignature(signer.publicKey, signed, signature),
      native: () => verify(null, signed, publicKey, signature),
      counted: "one verification of the same bytes with a kept key (ours keeps issuers' keys, too)",
      peer: () => nkeys.fromPublic(signer.publicKey).verify(signed, signature),
    },
    {
      name: "auth-decode",
      ours: () => decodeUser(token),
      native: () => verify(null, signed, publicKey, signature),
      counted: "one verification of as many bytes with a kept key (ours keeps issuers' keys, too)",
      peer: () => decode(token),
    },
  ];
}

// An import ignores `x`; any public key will do.
const ANY_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

/** Random seeds, 32 of them by one call: a call for each would make the native way slower than it has to be. */
function seeds(): () => Uint8Array {
  const pool = new Uint8Array(32 * 32);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += 32;
    return pool.subarray(at - 32, at);
  };
}

/**
 * The fastest way to a key and its texts: `generateKeyPairSync` takes as long without any of them, with DER four times
 * as long, and importing PKCS#8 ten times.
 */
function importSeed(raw: Uint8Array): KeyObject {
  const d = Buffer.from(raw).toString("base64url");
  return createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", d, x: ANY_X }, format: "jwk" });
}

/** Against nats-jwt with nkeys.js, and against the platform's Ed25519 without anything around it. */
export async function run(): Promise<void> {
  console.log(
    `# auth: Ed25519 by ${ed25519Backend()}, Node ${process.versions.node}, ${ROUNDS} rounds in turns`,
  );
  for (const { name, ours, native, counted, peer } of figures()) {
    const rounds = await compare(
      {
        peer: { batch: 3, run: peer },
        ours: { batch: 1500, run: ours },
        native: { batch: 1500, run: native },
      },
      ROUNDS,
    );
    const us = figure(median(rounds.map((rate) => rate.ours)));
    const line = (other: "peer" | "native", label: string, digits: number): string => {
      const them = figure(median(rounds.map((rate) => rate[other])));
      // Within a round both ran under the same load of the machine.
      const ratio = median(rounds.map((rate) => rate.ours / rate[other])).toFixed(digits);
      return `ours=${us} ops/s ${label}=${them} ops/s ratio=${ratio}`;
    };
    console.log(`bench ${name} ${line("peer", "nats-jwt", 0)}`);
    console.log(`bench ${name}-native ${line("native", "node:crypto", 2)} # ${counted}`);
  }
}

const figure = (rate: number): string => rate.toFixed(rate < 100 ? 1 : 0);
