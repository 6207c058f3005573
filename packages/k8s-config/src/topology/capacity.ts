import type { Field } from "./field.js";
import type { JetStream } from "./jetstream.js";
import { bytesOf } from "./size.js";
import type { Trust } from "./trust.js";

/** Checks accounts against what the servers have: nats-server refuses to start when an account asks for more. */
export function checkCapacity(
  accounts: Field,
  trust: Trust,
  jetstream: JetStream | undefined,
): void {
  for (const { key, claims } of trust.accounts) {
    const disk = Number(claims.nats.limits?.disk_storage ?? 0);
    const memory = Number(claims.nats.limits?.mem_storage ?? 0);
    if (key === trust.systemAccount && (disk !== 0 || memory !== 0)) {
      accounts.error("jetstream-limits", `system account ${key} must not have JetStream`);
    } else if (jetstream) {
      const maxMemory = jetstream.maxMemory ? bytesOf(jetstream.maxMemory) : 0;
      checkOne(accounts, key, "disk_storage", disk, bytesOf(jetstream.maxFile));
      checkOne(accounts, key, "mem_storage", memory, maxMemory);
    }
  }
}

function checkOne(accounts: Field, key: string, limit: string, asked: number, has: number): void {
  if (asked > has) {
    const text = `account ${key} may use ${asked} bytes (${limit}), but a server has ${has}`;
    accounts.error("jetstream-limits", text);
  }
}
