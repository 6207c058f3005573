import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import {
  createUser,
  decodeUser,
  fromRawSeed,
  issueUserAsync,
  newAccountClaims,
  parsePublicKey,
  type Signer,
} from "../../src/index.js";

/** Another process, without a line of ours: it signs hex lines with node:crypto. */
const PROGRAM = `
const { createPrivateKey, sign } = require("node:crypto");
const [raw] = process.argv.slice(1);
const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(raw, "hex")]);
const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
require("node:readline").createInterface(process.stdin).on("line", (line) => {
  console.log(sign(null, Buffer.from(line, "hex"), key).toString("hex"));
});
`;

it("issues a user with a key that only another process holds", async () => {
  const raw = new Uint8Array(32).fill(7);
  const key = fromRawSeed("account", raw);
  const child = spawn(process.execPath, ["-e", PROGRAM, Buffer.from(raw).toString("hex")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout);
  const signer: Signer = {
    publicKey: parsePublicKey(key.publicKey, "account"),
    async sign(data) {
      child.stdin.write(`${Buffer.from(data).toString("hex")}\n`);
      const [hex] = (await once(lines, "line")) as [string];
      return Buffer.from(hex, "hex");
    },
  };
  try {
    const user = createUser();
    const account = newAccountClaims(fromRawSeed("account", new Uint8Array(32)).publicKey, {
      nats: { signing_keys: [key.publicKey] },
    });
    const jwt = await issueUserAsync(signer, {
      user: user.publicKey,
      account,
      name: "ada",
      grant: { pub: { allow: ["chat.>"] } },
    });
    expect(decodeUser(jwt)).toMatchObject({ iss: key.publicKey, sub: user.publicKey });
  } finally {
    child.stdin.end();
    await once(child, "exit");
  }
});
