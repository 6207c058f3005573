/** Keeps each name for one key. Several provisioners that share a subject must share it too. */
export interface NameRegistry {
  /**
   * Reserves a name for a key, or prolongs its reservation. Names that differ in case alone are one name.
   *
   * @param untilMs end of the reservation, in milliseconds since the epoch
   * @returns `taken` when it belongs to another key, `full` when there is no room for another name
   */
  reserve(name: string, publicKey: string, untilMs: number): Promise<Reservation> | Reservation;
}

/** Outcome of a reservation. */
export type Reservation = "reserved" | "taken" | "full";

/** Names of one process, which answers at once. */
export interface NamesInMemory extends NameRegistry {
  reserve(name: string, publicKey: string, untilMs: number): Reservation;
}

/** How names are kept in memory. */
export interface NamesInMemoryOptions {
  /** Most names. @default 100_000 */
  readonly capacity?: number | undefined;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/**
 * Keeps names in this process: they are forgotten when it ends, and no other process knows them.
 *
 * @example
 * ```ts
 * const names = namesInMemory();
 * const one = await serveProvisioner({ connection: first, names, ...rest });
 * const two = await serveProvisioner({ connection: second, names, ...rest });
 * ```
 */
export function namesInMemory(options: NamesInMemoryOptions = {}): NamesInMemory {
  const { capacity = 100_000, now = Date.now } = options;
  const owners = new Map<string, { publicKey: string; untilMs: number }>();
  return {
    reserve(name, publicKey, untilMs) {
      const folded = name.toLowerCase();
      const owner = owners.get(folded);
      const held = owner !== undefined && owner.untilMs > now();
      if (held && owner.publicKey !== publicKey) return "taken";
      if (owner === undefined && owners.size >= capacity && !dropExpired(owners, now())) {
        return "full";
      }
      const keptMs = held ? Math.max(owner.untilMs, untilMs) : untilMs;
      owners.set(folded, { publicKey, untilMs: keptMs });
      return "reserved";
    },
  };
}

function dropExpired(owners: Map<string, { untilMs: number }>, nowMs: number): boolean {
  const before = owners.size;
  for (const [name, { untilMs }] of owners) {
    if (untilMs <= nowMs) owners.delete(name);
  }
  return owners.size < before;
}
