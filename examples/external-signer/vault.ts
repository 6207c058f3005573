// A process of its own that holds the signing key: what a KMS, an HSM or Vault's transit engine is in production.
// The seed is made here and never leaves. It signs users' tokens of at most an hour, for whoever knows the password, and
// nothing else.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { base64urlDecode, createAccount } from "@kchat/auth";

const LONGEST_SECONDS = 3600;
const LARGEST_BYTES = 8192;
const key = createAccount();
/** The port is open to every user of this machine; the line on standard output only to whoever started it. */
const password = randomBytes(32).toString("base64url");

const server = createServer(async (request, response) => {
  if (!isKnown(request)) {
    response.writeHead(401).end("unknown caller");
    return;
  }
  const data = await bodyOf(request);
  const refusal = data === undefined ? "too large" : policyRefusal(data);
  if (data === undefined || refusal !== undefined) {
    response.writeHead(403).end(refusal);
    return;
  }
  response.writeHead(200).end(key.sign(data));
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  process.stdout.write(
    `${JSON.stringify({ publicKey: key.publicKey, port: address.port, password })}\n`,
  );
});
// When whoever started it is gone, so is the vault.
process.stdin.resume().on("end", () => process.exit(0));

function isKnown({ headers }: IncomingMessage): boolean {
  const given = Buffer.from(headers.authorization ?? "");
  const expected = Buffer.from(`Bearer ${password}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Why the vault won't sign these bytes: a signer that signs anything is as good as the seed itself. */
function policyRefusal(data: Uint8Array): string | undefined {
  try {
    const [, payload = ""] = Buffer.from(data).toString().split(".");
    const claim = JSON.parse(Buffer.from(base64urlDecode(payload)).toString());
    if (claim.nats?.type !== "user") return "not a user's token";
    if (claim.iss !== key.publicKey) return "another issuer";
    // By the clock here: whoever asks could claim to ask in ten years.
    const latest = Date.now() / 1000 + LONGEST_SECONDS;
    return claim.exp > 0 && claim.exp <= latest ? undefined : "valid for more than an hour";
  } catch {
    return "not a token";
  }
}
