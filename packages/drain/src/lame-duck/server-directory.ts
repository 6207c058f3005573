import type { ServerInfo } from "../connection/connection.js";

/** Knows which servers there are. */
export class ServerDirectory {
  readonly #seeds: readonly string[];
  readonly #scheme: string;

  constructor(seeds: readonly string[]) {
    this.#seeds = seeds;
    this.#scheme = /^[a-z]+:\/\//i.exec(seeds[0] ?? "")?.[0] ?? "";
  }

  /**
   * Where to go: the servers that `info` announces, which in lame duck mode are all others, else the first ones
   * known. The server at `avoid` is left out while there is another.
   */
  others(info: ServerInfo | undefined, avoid: string): string[] {
    const announced = (info?.connect_urls ?? []).map((address) => this.#scheme + address);
    const known = announced.length > 0 ? announced : this.#seeds;
    const others = known.filter((url) => addressOf(url) !== addressOf(avoid));
    return others.length > 0 ? others : [...new Set([...known, ...this.#seeds])];
  }

  /** All servers, for a hand-over that may stay where it is. What they announce may not be reachable from here. */
  all(info: ServerInfo | undefined): string[] {
    const announced = (info?.connect_urls ?? []).map((address) => this.#scheme + address);
    return [...new Set([...this.#seeds, ...announced])];
  }
}

const addressOf = (url: string): string => url.replace(/^[a-z]+:\/\//i, "").replace(/\/$/, "");
