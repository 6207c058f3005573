import fc from "fast-check";
import { isName } from "../src/protocol/name.js";
import { parseReply } from "../src/protocol/reply.js";
import { parseRequest } from "../src/protocol/request.js";

const valid = {
  name: "wally",
  publicKey: `U${"A".repeat(55)}`,
  proof: { at: 1, nonce: "n".repeat(22), signature: "s".repeat(86) },
};
const anything = fc.anything({ withObjectString: true, maxDepth: 2 });

/** A request with some of its parts replaced, so that every check is reached. */
const nearRequest = fc
  .record(
    { name: anything, publicKey: anything, proof: anything, at: anything, nonce: anything },
    { requiredKeys: [] },
  )
  .map(({ at, nonce, ...parts }) => {
    const proof = {
      ...valid.proof,
      ...(at !== undefined && { at }),
      ...(nonce !== undefined && { nonce }),
    };
    return { ...valid, proof, ...parts };
  });

const payload = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }),
  fc
    .oneof(nearRequest, anything)
    .map((value) => new TextEncoder().encode(JSON.stringify(value) ?? "")),
);

/** Feeds what peers may send to the parsers of both sides: they must neither throw nor let a bad name through. */
export async function fuzz(options: {
  inputs: number;
  seed: number;
}): Promise<{ inputs: number; findings: string[] }> {
  const findings: string[] = [];
  for (const bytes of samples(options)) {
    try {
      const request = parseRequest(bytes);
      if ("name" in request && !isName(request.name)) findings.push(`name ${request.name}`);
      const reply = parseReply(bytes);
      if (reply && "error" in reply && /\p{Cc}/u.test(reply.error.message))
        findings.push("control");
    } catch (error) {
      findings.push(`${String(error)}: ${Buffer.from(bytes).toString("base64")}`);
    }
  }
  return { inputs: options.inputs, findings };
}

/** Made a thousand at a time: a million would not fit into memory. */
function* samples({ inputs, seed }: { inputs: number; seed: number }) {
  for (let made = 0; made < inputs; made += 1000) {
    const numRuns = Math.min(1000, inputs - made);
    yield* fc.sample(payload, { numRuns, seed: seed + made });
  }
}
