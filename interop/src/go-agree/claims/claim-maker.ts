import type { ClaimKind } from "@kchat/auth";
import { key } from "../key-texts.js";
import * as texts from "../texts.js";
import { CalloutMaker } from "./callout-maker.js";
import type { Maker } from "./odd-values.js";

/** Kinds whose claims Go loads into a struct. */
export const KINDS = [
  "operator",
  "account",
  "user",
  "activation",
  "authorization_request",
  "authorization_response",
] as const satisfies readonly ClaimKind[];

/** Makes claims of every kind, well typed, with good and bad contents. */
export class ClaimMaker extends CalloutMaker {
  /** A claim with its base members, but without what encoding sets. */
  claim(kind: ClaimKind): Record<string, unknown> {
    const random = this.random;
    return {
      sub: this.subjectOf(kind),
      ...random.some({
        name: this.text,
        aud: () => (random.one(2) ? key(random, "server") : this.text()),
        exp: () => texts.seconds(random),
        nbf: () => texts.seconds(random),
      }),
      nats: this.nats(kind),
    };
  }

  nats(kind: ClaimKind): Record<string, unknown> {
    switch (kind) {
      case "operator":
        return this.operator();
      case "account":
        return this.account();
      case "user":
        return this.user();
      case "activation":
        return this.activation();
      case "authorization_request":
        return this.request();
      case "authorization_response":
        return this.response();
      default:
        return this.map(() => this.json(3));
    }
  }

  protected subjectOf(kind: ClaimKind): string {
    const random = this.random;
    if (kind === "operator" || kind === "account" || kind === "user") return key(random, kind);
    return key(random, kind === "activation" ? "account" : "user");
  }

  protected operator(): Record<string, unknown> {
    const random = this.random;
    return random.some({
      signing_keys: () => random.list(3, () => key(random, "operator")),
      account_server_url: () => texts.url(random),
      operator_service_urls: () => random.list(3, () => texts.url(random)),
      system_account: () => key(random, "account"),
      assert_server_version: () => texts.version(random),
      strict_signing_key_usage: this.flag,
      tags: this.texts,
    });
  }

  protected user(): Record<string, unknown> {
    const random = this.random;
    return {
      ...this.permissionLimits(),
      ...random.some({ issuer_account: () => key(random, "account"), tags: this.texts }),
    };
  }

  protected map(make: Maker): Record<string, unknown> {
    return Object.fromEntries(this.random.list(4, () => [this.text(), make()]));
  }

  /** Free JSON. */
  protected json(depth: number): unknown {
    const random = this.random;
    const numbers = [
      0, 1.5, 1e21, 1e20, 1e-7, 1.5e-9, 123456789.123, 5e-324, 1.7976931348623157e308, -1e-6,
    ];
    return random.pick<Maker>([
      this.text,
      this.integer,
      this.flag,
      () => null,
      () => random.pick(numbers),
      () => (depth === 0 ? "" : random.list(3, () => this.json(depth - 1))),
      () => (depth === 0 ? "" : this.map(() => this.json(depth - 1))),
    ])();
  }
}
