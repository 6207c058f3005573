import type { Clock, RandomSource } from "../chat/environment.js";
import type { Transport } from "../transport/transport.js";
import { createLottery } from "./lottery.js";
import { type VerifiedName, verifyName } from "./verify-name.js";

/** Larger than any user JWT that a provisioner of ours issues. */
const maxJwtBytes = 32_768;
const maxAsking = 32;
const maxWaiting = 500;
const askAgainAfterMs = 60_000;
/** However soon a proof ends. Only a trusted issuer makes one that does: invented keys are never asked this often. */
const minAskAgainMs = 5_000;
/** Who renews has the next JWT by then: a name stays verified from one to the other. */
const askAheadMs = 300_000;
const timeoutMs = 5_000;

/** What the registry needs. */
export interface NameRegistryOptions {
  transport: Transport;
  clock: Clock;
  random: RandomSource;
  /** The trusted account keys; with none nobody is asked. */
  accounts: readonly string[];
  /** How many members are remembered. */
  capacity: number;
  memberSubject(key: string): string;
}

/** Called with the name that the member proved to have. */
type OnProof = (name: string) => void;

/** Asks members for their user JWT, and remembers which names hold. */
export interface NameRegistry {
  /** Whether exactly this name was verified for this key. */
  isVerified(key: string, name: string): boolean;
  /**
   * Asks for the name's proof unless it is known and lasts, or was asked for a short time ago. More may be heard of than can
   * be asked: then chance decides. Who is waiting already is asked with the newer `onProof`.
   */
  ask(key: string, name: string, onProof: OnProof): void;
  close(): void;
}

/**
 * Makes a registry. Each member is asked at most once a minute (a proof that ends sooner: every 5 s at most), and a bounded
 * number at a time. While S can be asked, and F keys are heard of that nobody proves, a newcomer that is heard of once is
 * asked with a chance of S in S + F at least.
 */
export function createNameRegistry(options: NameRegistryOptions): NameRegistry {
  const { transport, clock, random, accounts, capacity, memberSubject } = options;
  const names = new Map<string, VerifiedName>();
  const askedAt = new Map<string, number>();
  const waiting = createLottery<OnProof>({ capacity: maxWaiting, random });
  const asking = new Set<AbortController>();
  let isClosed = false;

  function holds(key: string, name: string, at: number): boolean {
    const known = names.get(key);
    return known !== undefined && known.name === name && known.until > at;
  }

  /** When the member may be asked again: as long as it has a proof, once a third of what was left of it remains. */
  function nextAskAt(key: string): number {
    const lastAskedAt = askedAt.get(key) ?? Number.NEGATIVE_INFINITY;
    const leftMs = (names.get(key)?.until ?? 0) - lastAskedAt;
    const shareMs = leftMs > 0 ? (leftMs * 2) / 3 : askAgainAfterMs;
    return lastAskedAt + Math.min(askAgainAfterMs, Math.max(minAskAgainMs, shareMs));
  }

  function next(): void {
    while (asking.size < maxAsking && !isClosed) {
      const [key, onProof] = waiting.draw() ?? [];
      if (key === undefined || !onProof) return;
      remember(askedAt, key, clock(), capacity);
      const ending = new AbortController();
      asking.add(ending);
      // A member that doesn't answer, or not now, stays unverified until it is heard of again.
      void fetchName(key, ending.signal)
        .then((name) => name !== undefined && onProof(name))
        .catch(() => undefined)
        .finally(() => {
          asking.delete(ending);
          next();
        });
    }
  }

  async function fetchName(key: string, signal: AbortSignal): Promise<string | undefined> {
    const reply = await transport.request(memberSubject(key), new Uint8Array(), {
      timeoutMs,
      signal,
    });
    if (reply.length > maxJwtBytes) return undefined;
    const name = verifyName(new TextDecoder().decode(reply), key, accounts, clock());
    if (!name) return undefined;
    const known = names.get(key);
    // A member's second client may answer with the JWT from before a renewal or a change of name.
    if (known && known.until > clock() && known.issuedAt > name.issuedAt) return undefined;
    remember(names, key, name, capacity);
    return name.name;
  }

  return {
    isVerified: (key, name) => holds(key, name, clock()),
    ask(key, name, onProof) {
      const now = clock();
      if (accounts.length === 0 || holds(key, name, now + askAheadMs)) return;
      if (now < nextAskAt(key)) return;
      // Nobody can invent a member that proved a name before, so those needn't share the others' chances.
      waiting.enter(key, onProof, names.has(key) ? "first" : "fair");
      next();
    },
    close() {
      isClosed = true;
      for (const ending of asking) ending.abort();
    },
  };
}

function remember<V>(map: Map<string, V>, key: string, value: V, capacity: number): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > capacity && !oldest.done) map.delete(oldest.value);
}
