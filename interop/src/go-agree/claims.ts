import { type ClaimKind, encodeClaims } from "@kchat/auth";
import { key, pair } from "./key-texts.js";
import type { Random } from "./random.js";
import * as texts from "./texts.js";

/** Kinds whose claims Go loads into a struct. */
export const KINDS = [
  "operator",
  "account",
  "user",
  "activation",
  "authorization_request",
  "authorization_response",
] as const satisfies readonly ClaimKind[];

type Maker = () => unknown;

/** Makes claims of every kind, well typed, with good and bad contents. */
export class ClaimMaker {
  readonly #random: Random;
  readonly #text: Maker;
  readonly #texts: Maker;
  readonly #subject: Maker;
  readonly #integer: Maker;
  readonly #flag: Maker;

  /** `loose` claims are spelt in ways that only loading them accepts. */
  constructor(
    random: Random,
    readonly spelling: "exact" | "loose",
  ) {
    this.#random = random;
    this.#text = () => texts.text(random);
    this.#texts = () => random.list(3, this.#text);
    this.#subject = () => texts.subject(random);
    this.#integer = () => texts.integer(random);
    this.#flag = () => random.one(2);
  }

  /** A claim with its base members, but without what encoding sets. */
  claim(kind: ClaimKind): Record<string, unknown> {
    const random = this.#random;
    return {
      sub: this.#subjectOf(kind),
      ...random.some({
        name: this.#text,
        aud: () => (random.one(2) ? key(random, "server") : this.#text()),
        exp: () => texts.seconds(random),
        nbf: () => texts.seconds(random),
      }),
      nats: this.nats(kind),
    };
  }

  nats(kind: ClaimKind): Record<string, unknown> {
    switch (kind) {
      case "operator":
        return this.#operator();
      case "account":
        return this.#account();
      case "user":
        return this.#user();
      case "activation":
        return this.#activation();
      case "authorization_request":
        return this.#request();
      case "authorization_response":
        return this.#response();
      default:
        return this.#map(() => this.#json(3));
    }
  }

  /** Go's sorting keeps the order of equal subjects in lists of up to 12 only, so what is encoded has shorter ones. */
  #most(usual: number): number {
    return this.spelling === "loose" && this.#random.one(5) ? 14 : usual;
  }

  #loose(value: unknown): readonly unknown[] {
    return this.spelling === "loose" ? [value] : [];
  }

  #subjectOf(kind: ClaimKind): string {
    const random = this.#random;
    if (kind === "operator" || kind === "account" || kind === "user") return key(random, kind);
    return key(random, kind === "activation" ? "account" : "user");
  }

  #operator(): Record<string, unknown> {
    const random = this.#random;
    return random.some({
      signing_keys: () => random.list(3, () => key(random, "operator")),
      account_server_url: () => texts.url(random),
      operator_service_urls: () => random.list(3, () => texts.url(random)),
      system_account: () => key(random, "account"),
      assert_server_version: () => texts.version(random),
      strict_signing_key_usage: this.#flag,
      tags: this.#texts,
    });
  }

  #account(): Record<string, unknown> {
    const random = this.#random;
    return random.some({
      imports: () => random.list(this.#most(4), () => this.#import()),
      exports: () => random.list(this.#most(5), () => this.#export()),
      limits: () => this.#limits(),
      signing_keys: () => this.#signingKeys(),
      revocations: () => this.#revocations(),
      default_permissions: () => this.#permissions(),
      mappings: () => this.#mappings(),
      authorization: () => this.#authorization(),
      trace: () => random.some({ dest: this.#subject, sampling: this.#integer }),
      cluster_traffic: () => random.pick(["", "system", "owner", "System", "x"]),
      ...this.#info,
      tags: this.#texts,
    });
  }

  get #info(): Record<string, Maker> {
    const random = this.#random;
    return {
      description: () => (random.one(20) ? "é".repeat(4096 + random.int(2)) : this.#text()),
      info_url: () => (random.one(30) ? `http://${"a".repeat(9000)}` : texts.url(random)),
    };
  }

  #import(): unknown {
    const random = this.#random;
    return random.some({
      name: this.#text,
      subject: this.#subject,
      account: () => pair(random, "account").publicKey,
      to: () => (random.one(2) ? "" : this.#subject()),
      local_subject: this.#subject,
      type: () => random.pick(["stream", "service"]),
      share: this.#flag,
      allow_trace: this.#flag,
      token: () => this.#token(),
    });
  }

  #token(): string {
    const random = this.#random;
    if (random.one(4)) return random.pick(["", "x", "https://a/token", "a.b.c"]);
    const signer = pair(random, random.one(4) ? "operator" : "account");
    const activation = { sub: pair(random, "account").publicKey, nats: this.#activation() };
    return encodeClaims("activation", activation as never, signer, { now: 1 });
  }

  #export(): unknown {
    const random = this.#random;
    return random.some({
      name: this.#text,
      subject: this.#subject,
      type: () => random.pick(["stream", "service"]),
      token_req: this.#flag,
      revocations: () => this.#revocations(),
      response_type: () => random.pick(["", "Singleton", "Stream", "Chunked", "chunked", "é"]),
      response_threshold: this.#integer,
      service_latency: () => ({
        sampling: random.pick([
          0,
          1,
          50,
          100,
          "headers",
          ...(random.one(4) ? [101, -1] : []),
          ...this.#loose("Headers"),
        ]),
        ...random.some({ results: this.#subject }),
      }),
      account_token_position: () => random.pick([0, 1, 2, 3, 4, 9]),
      advertise: this.#flag,
      allow_trace: this.#flag,
      ...this.#info,
    });
  }

  #limits(): Record<string, unknown> {
    const random = this.#random;
    const jetStream = {
      mem_storage: this.#integer,
      disk_storage: this.#integer,
      streams: this.#integer,
      consumer: this.#integer,
      max_ack_pending: this.#integer,
      mem_max_stream_bytes: this.#integer,
      disk_max_stream_bytes: this.#integer,
      max_bytes_required: this.#flag,
    };
    const few = (): number => random.pick([-1, 0, 1, 2, 3, -2]);
    return random.some({
      subs: this.#integer,
      data: this.#integer,
      payload: this.#integer,
      imports: few,
      exports: few,
      wildcards: this.#flag,
      disallow_bearer: this.#flag,
      conn: this.#integer,
      leaf: this.#integer,
      ...(random.one(2) ? jetStream : {}),
      tiered_limits: () =>
        Object.fromEntries(
          random.list(3, () => [
            random.pick(["R1", "R3", "", "R99", "é", "10", "2"]),
            random.some(jetStream),
          ]),
        ),
    });
  }

  /** Every limit of a template is given: where one is missing, Go's loader puts -1. */
  #signingKeys(): unknown[] {
    const random = this.#random;
    const template = (): unknown => ({
      ...this.permissionLimits(),
      subs: this.#integer(),
      data: this.#integer(),
      payload: this.#integer(),
    });
    return random.list(3, () =>
      random.one(2)
        ? key(random, "account")
        : {
            kind: "user_scope",
            key: key(random, "account"),
            ...random.some({ role: this.#text, description: this.#text }),
            template: template(),
          },
    );
  }

  #revocations(): unknown {
    const random = this.#random;
    return Object.fromEntries(
      random.list(4, () => [
        random.one(3)
          ? random.pick(["*", "", "__proto__", "10", "9", "é", "\u{1f600}", "\ue000"])
          : key(random, "user"),
        texts.seconds(random),
      ]),
    );
  }

  #permissions(): Record<string, unknown> {
    const random = this.#random;
    const list = (): unknown => random.list(3, () => texts.permission(random));
    const direction = (): unknown => random.some({ allow: list, deny: list });
    return random.some({
      pub: direction,
      sub: direction,
      resp: () => random.some({ max: this.#integer, ttl: this.#integer }),
    });
  }

  permissionLimits(): Record<string, unknown> {
    const random = this.#random;
    return {
      ...this.#permissions(),
      ...random.some({
        src: () => {
          const blocks = random.list(3, () => texts.cidr(random));
          return random.pick([blocks, ...this.#loose(blocks.join(","))]);
        },
        times: () =>
          random.list(2, () =>
            random.some({ start: () => texts.clock(random), end: () => texts.clock(random) }),
          ),
        times_location: () => texts.zone(random),
        subs: this.#integer,
        data: this.#integer,
        payload: this.#integer,
        bearer_token: this.#flag,
        proxy_required: this.#flag,
        allowed_connection_types: () =>
          random.list(2, () => random.pick(["STANDARD", "mqtt", "X", ""])),
      }),
    };
  }

  #mappings(): unknown {
    const random = this.#random;
    const target = (): unknown =>
      random.some({
        subject: this.#subject,
        weight: () => random.pick([0, 1, 50, 51, 100, 101, 255]),
        cluster: () => random.pick(["", "east", "west", "constructor"]),
      });
    return Object.fromEntries(random.list(3, () => [this.#subject(), random.list(4, target)]));
  }

  #authorization(): unknown {
    const random = this.#random;
    return random.some({
      auth_users: () => random.list(3, () => key(random, "user")),
      allowed_accounts: () => random.list(3, () => (random.one(3) ? "*" : key(random, "account"))),
      xkey: () => key(random, "curve"),
    });
  }

  #user(): Record<string, unknown> {
    const random = this.#random;
    return {
      ...this.permissionLimits(),
      ...random.some({ issuer_account: () => key(random, "account"), tags: this.#texts }),
    };
  }

  #activation(): Record<string, unknown> {
    const random = this.#random;
    return random.some({
      subject: this.#subject,
      kind: () => random.pick(["stream", "service"]),
      issuer_account: () => key(random, "account"),
      tags: this.#texts,
    });
  }

  #request(): Record<string, unknown> {
    const random = this.#random;
    const all = (...names: string[]): Record<string, Maker> =>
      Object.fromEntries(names.map((name) => [name, this.#text]));
    return random.some({
      server_id: () =>
        random.some({
          ...all("name", "host", "id", "version", "cluster", "xkey"),
          tags: this.#texts,
        }),
      user_nkey: () => key(random, "user"),
      client_info: () =>
        random.some({
          ...all("host", "user", "name", "name_tag", "kind", "type", "mqtt_id", "nonce"),
          id: () => random.int(2 ** 31),
          tags: this.#texts,
        }),
      connect_opts: () =>
        random.some({
          ...all("jwt", "nkey", "sig", "auth_token", "user", "pass", "name", "lang", "version"),
          protocol: this.#integer,
        }),
      client_tls: () =>
        random.some({
          ...all("version", "cipher"),
          certs: this.#texts,
          verified_chains: () => random.list(2, this.#texts),
        }),
      request_nonce: this.#text,
      tags: this.#texts,
    });
  }

  #response(): Record<string, unknown> {
    const random = this.#random;
    return random.some({
      jwt: this.#text,
      error: this.#text,
      issuer_account: () => key(random, "account"),
      tags: this.#texts,
    });
  }

  #map(make: Maker): Record<string, unknown> {
    return Object.fromEntries(this.#random.list(4, () => [this.#text(), make()]));
  }

  /** Free JSON. */
  #json(depth: number): unknown {
    const random = this.#random;
    const numbers = [
      0, 1.5, 1e21, 1e20, 1e-7, 1.5e-9, 123456789.123, 5e-324, 1.7976931348623157e308, -1e-6,
    ];
    return random.pick<Maker>([
      this.#text,
      this.#integer,
      this.#flag,
      () => null,
      () => random.pick(numbers),
      () => (depth === 0 ? "" : random.list(3, () => this.#json(depth - 1))),
      () => (depth === 0 ? "" : this.#map(() => this.#json(depth - 1))),
    ])();
  }
}
