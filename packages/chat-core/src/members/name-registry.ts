import type { Clock } from "../chat/environment.js";
import type { Transport } from "../transport/transport.js";
import { type VerifiedName, verifyName } from "./verify-name.js";

/** Larger than any user JWT that a provisioner of ours issues. */
const maxJwtBytes = 32_768;
const maxAsking = 8;
const maxWaiting = 500;
const askAgainAfterMs = 60_000;
/** Who renews has the next JWT by then: a name stays verified from one to the other. */
const askAheadMs = 300_000;
const timeoutMs = 5_000;

/** What the registry needs. */
export interface NameRegistryOptions {
  transport: Transport;
  clock: Clock;
  /** The trusted account keys; with none nobody is asked. */
  accounts: readonly string[];
  /** How many members are remembered. */
  capacity: number;
  memberSubject(key: string): string;
  onVerified(key: string, name: string): void;
}

/** Asks members for their user JWT, and remembers which names hold. */
export interface NameRegistry {
  /** Whether exactly this name was verified for this key. */
  isVerified(key: string, name: string): boolean;
  /** Asks for the name's proof unless it is known and lasts, is being asked for, or was asked for a short time ago. */
  ask(key: string, name: string): void;
  close(): void;
}

/** Makes a registry. Each member is asked at most once a minute, and a bounded number at a time. */
export function createNameRegistry(options: NameRegistryOptions): NameRegistry {
  const { transport, clock, accounts, capacity, memberSubject, onVerified } = options;
  const names = new Map<string, VerifiedName>();
  const askedAt = new Map<string, number>();
  const waiting = new Set<string>();
  const closing = new AbortController();
  let asking = 0;

  function holds(key: string, name: string, at: number): boolean {
    const known = names.get(key);
    return known !== undefined && known.name === name && known.until > at;
  }

  function next(): void {
    for (const key of waiting) {
      if (asking >= maxAsking || closing.signal.aborted) return;
      waiting.delete(key);
      asking += 1;
      // A member that doesn't answer, or not now, stays unverified until it is heard of again.
      void fetchName(key)
        .catch(() => undefined)
        .finally(() => {
          asking -= 1;
          next();
        });
    }
  }

  async function fetchName(key: string): Promise<void> {
    const reply = await transport.request(memberSubject(key), new Uint8Array(), {
      timeoutMs,
      signal: closing.signal,
    });
    if (reply.length > maxJwtBytes) return;
    const name = verifyName(new TextDecoder().decode(reply), key, accounts, clock());
    if (!name) return;
    const known = names.get(key);
    // A member's second client may answer with the JWT from before a renewal or a change of name.
    if (known && known.until > clock() && known.issuedAt > name.issuedAt) return;
    remember(names, key, name, capacity);
    onVerified(key, name.name);
  }

  return {
    isVerified: (key, name) => holds(key, name, clock()),
    ask(key, name) {
      const now = clock();
      if (accounts.length === 0 || holds(key, name, now + askAheadMs)) return;
      if (now - (askedAt.get(key) ?? Number.NEGATIVE_INFINITY) < askAgainAfterMs) return;
      if (waiting.size >= maxWaiting) return;
      remember(askedAt, key, now, capacity);
      waiting.add(key);
      next();
    },
    close: () => closing.abort(),
  };
}

function remember<V>(map: Map<string, V>, key: string, value: V, capacity: number): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > capacity && !oldest.done) map.delete(oldest.value);
}
