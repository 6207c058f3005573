import { key } from "../key-texts.js";
import { SharingMaker } from "./sharing-maker.js";

/** Makes the bodies of accounts. */
export class AccountMaker extends SharingMaker {
  protected account(): Record<string, unknown> {
    const random = this.random;
    return random.some({
      imports: () => random.list(this.most(4), () => this.imported()),
      exports: () => random.list(this.most(5), () => this.exported()),
      limits: () => this.limits(),
      signing_keys: () => this.signingKeys(),
      revocations: () => this.revocations(),
      default_permissions: () => this.permissions(),
      mappings: () => this.mappings(),
      authorization: () => this.authorization(),
      trace: () => random.some({ dest: this.subject, sampling: this.integer }),
      cluster_traffic: () => random.pick(["", "system", "owner", "System", "x"]),
      ...this.info,
      tags: this.texts,
    });
  }

  protected limits(): Record<string, unknown> {
    const random = this.random;
    const jetStream = {
      mem_storage: this.integer,
      disk_storage: this.integer,
      streams: this.integer,
      consumer: this.integer,
      max_ack_pending: this.integer,
      mem_max_stream_bytes: this.integer,
      disk_max_stream_bytes: this.integer,
      max_bytes_required: this.flag,
    };
    const few = (): number => random.pick([-1, 0, 1, 2, 3, -2]);
    return random.some({
      subs: this.integer,
      data: this.integer,
      payload: this.integer,
      imports: few,
      exports: few,
      wildcards: this.flag,
      disallow_bearer: this.flag,
      conn: this.integer,
      leaf: this.integer,
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
  protected signingKeys(): unknown[] {
    const random = this.random;
    const template = (): unknown => ({
      ...this.permissionLimits(),
      subs: this.integer(),
      data: this.integer(),
      payload: this.integer(),
    });
    return random.list(3, () =>
      random.one(2)
        ? key(random, "account")
        : {
            kind: "user_scope",
            key: key(random, "account"),
            ...random.some({ role: this.text, description: this.text }),
            template: template(),
          },
    );
  }

  protected mappings(): unknown {
    const random = this.random;
    const target = (): unknown =>
      random.some({
        subject: this.subject,
        weight: () => random.pick([0, 1, 50, 51, 100, 101, 255]),
        cluster: () => random.pick(["", "east", "west", "constructor"]),
      });
    return Object.fromEntries(random.list(3, () => [this.subject(), random.list(4, target)]));
  }

  protected authorization(): unknown {
    const random = this.random;
    return random.some({
      auth_users: () => random.list(3, () => key(random, "user")),
      allowed_accounts: () => random.list(3, () => (random.one(3) ? "*" : key(random, "account"))),
      xkey: () => key(random, "curve"),
    });
  }
}
