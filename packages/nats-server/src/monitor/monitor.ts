import { NatsServerError } from "../errors.js";
import { getJson } from "./get-json.js";
import type { Connz, Gatewayz, Healthz, Jsz, Leafz, Routez, Varz } from "./types.js";

/** Parameters of a monitoring endpoint, for example `{ subs: "detail", limit: 10 }`. */
export type MonitorQuery = Readonly<Record<string, string | number | boolean>>;

/** Reads a server's monitoring endpoints; every method throws `ERR_MONITORING` if there is no answer. */
export abstract class Monitor {
  /** URL of the monitoring endpoints, empty if they are off. */
  abstract get monitorUrl(): string;

  /** General information. */
  varz(): Promise<Varz> {
    return this.#get<Varz>("varz");
  }

  /** Client connections. */
  connz(query: MonitorQuery = {}): Promise<Connz> {
    return this.#get<Connz>("connz", query);
  }

  /** Routes to the other servers of the cluster. */
  routez(query: MonitorQuery = {}): Promise<Routez> {
    return this.#get<Routez>("routez", query);
  }

  /** Gateways to other clusters. */
  gatewayz(query: MonitorQuery = {}): Promise<Gatewayz> {
    return this.#get<Gatewayz>("gatewayz", query);
  }

  /** Leaf nodes. */
  leafz(query: MonitorQuery = {}): Promise<Leafz> {
    return this.#get<Leafz>("leafz", query);
  }

  /** JetStream. */
  jsz(query: MonitorQuery = {}): Promise<Jsz> {
    return this.#get<Jsz>("jsz", query);
  }

  /** Health; a server that isn't healthy is an answer here, not an error. */
  healthz(query: MonitorQuery = {}): Promise<Healthz> {
    return this.#get<Healthz>("healthz", query, [200, 503]);
  }

  async #get<T>(endpoint: string, query: MonitorQuery = {}, accepted = [200]): Promise<T> {
    const base = this.monitorUrl;
    if (base === "") {
      throw new NatsServerError("ERR_MONITORING", "this server has no monitoring port");
    }
    const url = new URL(endpoint, `${base}/`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value));
    return (await getJson(url, accepted)) as T;
  }
}
