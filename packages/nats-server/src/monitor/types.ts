/** Useful part of `/varz`. */
export interface Varz {
  readonly server_id: string;
  readonly server_name: string;
  readonly version: string;
  readonly host: string;
  readonly port: number;
  readonly max_payload: number;
  readonly max_connections: number;
  readonly connections: number;
  readonly total_connections: number;
  readonly routes: number;
  readonly leafnodes: number;
  readonly in_msgs: number;
  readonly out_msgs: number;
  readonly slow_consumers: number;
  readonly subscriptions: number;
  readonly start: string;
  readonly now: string;
  readonly uptime: string;
  /** When the configuration in force was loaded. */
  readonly config_load_time: string;
  /** Digest of the configuration's text, not of the files that it names. */
  readonly config_digest?: string;
  readonly cluster: { readonly name?: string; readonly cluster_port?: number };
  readonly gateway: { readonly name?: string; readonly port?: number };
  readonly leaf: { readonly port?: number };
  readonly websocket: { readonly port?: number };
  readonly jetstream: { readonly config?: { readonly store_dir: string } };
  readonly system_account?: string;
}

/** Useful part of one connection in `/connz`. */
export interface ConnectionInfo {
  readonly cid: number;
  readonly kind: string;
  readonly type: string;
  readonly ip: string;
  readonly port: number;
  readonly name?: string;
  readonly lang?: string;
  readonly version?: string;
  readonly account?: string;
  readonly authorized_user?: string;
  readonly subscriptions: number;
  readonly subscriptions_list?: readonly string[];
  readonly in_msgs: number;
  readonly out_msgs: number;
  readonly pending_bytes: number;
  readonly reason?: string;
}

/** Useful part of `/connz`. */
export interface Connz {
  readonly num_connections: number;
  readonly total: number;
  readonly connections: readonly ConnectionInfo[];
}

/** Useful part of `/routez`. */
export interface Routez {
  readonly server_name: string;
  readonly num_routes: number;
  readonly routes: readonly {
    readonly rid: number;
    readonly remote_id: string;
    readonly remote_name: string;
    readonly ip: string;
    readonly port: number;
    readonly account?: string;
  }[];
}

/** One connection to or from another cluster. */
export interface GatewayConnection {
  readonly configured: boolean;
  readonly connection: { readonly cid: number; readonly name: string };
}

/** Useful part of `/gatewayz`. */
export interface Gatewayz {
  readonly name?: string;
  readonly port?: number;
  readonly outbound_gateways: Readonly<Record<string, GatewayConnection>>;
  readonly inbound_gateways: Readonly<Record<string, readonly GatewayConnection[]>>;
}

/** Useful part of `/leafz`. */
export interface Leafz {
  readonly leafnodes: number;
  readonly leafs?: readonly {
    readonly name: string;
    readonly account: string;
    readonly ip: string;
    readonly port: number;
    readonly is_spoke?: boolean;
  }[];
}

/** Useful part of `/jsz`. */
export interface Jsz {
  readonly disabled?: boolean;
  readonly memory: number;
  readonly storage: number;
  readonly streams: number;
  readonly consumers: number;
  readonly messages: number;
  readonly bytes: number;
  readonly meta_cluster?: {
    readonly name: string;
    readonly leader?: string;
    readonly cluster_size: number;
    readonly replicas?: readonly {
      readonly name: string;
      readonly current: boolean;
      readonly offline?: boolean;
    }[];
  };
}

/** `/healthz`. */
export interface Healthz {
  readonly status: "ok" | "unavailable" | "error" | (string & {});
  readonly status_code?: number;
  readonly error?: string;
}
