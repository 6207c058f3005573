import { encodeClaims } from "@kchat/auth";
import { key, pair } from "../key-texts.js";
import * as texts from "../texts.js";
import type { Maker } from "./odd-values.js";
import { PermissionMaker } from "./permission-maker.js";

/** Makes exports, imports and activations. */
export class SharingMaker extends PermissionMaker {
  protected imported(): unknown {
    const random = this.random;
    return random.some({
      name: this.text,
      subject: this.subject,
      account: () => pair(random, "account").publicKey,
      to: () => (random.one(2) ? "" : this.subject()),
      local_subject: this.subject,
      type: () => random.pick(["stream", "service"]),
      share: this.flag,
      allow_trace: this.flag,
      token: () => this.token(),
    });
  }

  protected token(): string {
    const random = this.random;
    if (random.one(4)) return random.pick(["", "x", "https://a/token", "a.b.c"]);
    const signer = pair(random, random.one(4) ? "operator" : "account");
    const activation = { sub: pair(random, "account").publicKey, nats: this.activation() };
    return encodeClaims("activation", activation as never, signer, { now: 1 });
  }

  protected activation(): Record<string, unknown> {
    const random = this.random;
    return random.some({
      subject: this.subject,
      kind: () => random.pick(["stream", "service"]),
      issuer_account: () => key(random, "account"),
      tags: this.texts,
    });
  }

  protected exported(): unknown {
    const random = this.random;
    return random.some({
      name: this.text,
      subject: this.subject,
      type: () => random.pick(["stream", "service"]),
      token_req: this.flag,
      revocations: () => this.revocations(),
      response_type: () => random.pick(["", "Singleton", "Stream", "Chunked", "chunked", "é"]),
      response_threshold: this.integer,
      service_latency: () => ({
        sampling: random.pick([
          0,
          1,
          50,
          100,
          "headers",
          ...(random.one(4) ? [101, -1] : []),
          ...this.loose("Headers"),
        ]),
        ...random.some({ results: this.subject }),
      }),
      account_token_position: () => random.pick([0, 1, 2, 3, 4, 9]),
      advertise: this.flag,
      allow_trace: this.flag,
      ...this.info,
    });
  }

  protected revocations(): unknown {
    const random = this.random;
    return Object.fromEntries(
      random.list(4, () => [
        random.one(3)
          ? random.pick(["*", "", "__proto__", "10", "9", "é", "\u{1f600}", "\ue000"])
          : key(random, "user"),
        texts.seconds(random),
      ]),
    );
  }

  protected get info(): Record<string, Maker> {
    const random = this.random;
    return {
      description: () => (random.one(20) ? "é".repeat(4096 + random.int(2)) : this.text()),
      info_url: () => (random.one(30) ? `http://${"a".repeat(9000)}` : texts.url(random)),
    };
  }
}
