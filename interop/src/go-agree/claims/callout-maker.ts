import { key } from "../key-texts.js";
import { AccountMaker } from "./account-maker.js";
import type { Maker } from "./odd-values.js";

/** Makes the bodies of authorization requests and responses. */
export class CalloutMaker extends AccountMaker {
  protected request(): Record<string, unknown> {
    const random = this.random;
    const all = (...names: string[]): Record<string, Maker> =>
      Object.fromEntries(names.map((name) => [name, this.text]));
    return random.some({
      server_id: () =>
        random.some({
          ...all("name", "host", "id", "version", "cluster", "xkey"),
          tags: this.texts,
        }),
      user_nkey: () => key(random, "user"),
      client_info: () =>
        random.some({
          ...all("host", "user", "name", "name_tag", "kind", "type", "mqtt_id", "nonce"),
          id: () => random.int(2 ** 31),
          tags: this.texts,
        }),
      connect_opts: () =>
        random.some({
          ...all("jwt", "nkey", "sig", "auth_token", "user", "pass", "name", "lang", "version"),
          protocol: this.integer,
        }),
      client_tls: () =>
        random.some({
          ...all("version", "cipher"),
          certs: this.texts,
          verified_chains: () => random.list(2, this.texts),
        }),
      request_nonce: this.text,
      tags: this.texts,
    });
  }

  protected response(): Record<string, unknown> {
    const random = this.random;
    return random.some({
      jwt: this.text,
      error: this.text,
      issuer_account: () => key(random, "account"),
      tags: this.texts,
    });
  }
}
