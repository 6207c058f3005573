import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parsePublicKey, type Signer } from "@kchat/auth";

/** A signer whose key is in another process. */
export interface Vault {
  readonly pid: number;
  readonly signer: Signer;
  stop(): Promise<void>;
}

export async function startVault(): Promise<Vault> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, fileURLToPath(new URL("vault.ts", import.meta.url))],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { publicKey, port, password } = JSON.parse(line) as {
    publicKey: string;
    port: number;
    password: string;
  };
  return {
    pid: child.pid ?? 0,
    signer: {
      publicKey: parsePublicKey(publicKey, "account"),
      async sign(data) {
        const response = await fetch(`http://127.0.0.1:${port}/sign`, {
          method: "POST",
          headers: { authorization: `Bearer ${password}` },
          body: Uint8Array.from(data),
          signal: AbortSignal.timeout(2_000),
        });
        if (!response.ok) throw new Error(`the vault refused: ${await response.text()}`);
        return new Uint8Array(await response.arrayBuffer());
      },
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
