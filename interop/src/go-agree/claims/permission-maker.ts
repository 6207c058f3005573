import * as texts from "../texts.js";
import { OddValues } from "./odd-values.js";

/** Makes permissions and limits, of users and of scopes alike. */
export class PermissionMaker extends OddValues {
  protected permissions(): Record<string, unknown> {
    const random = this.random;
    const list = (): unknown => random.list(3, () => texts.permission(random));
    const direction = (): unknown => random.some({ allow: list, deny: list });
    return random.some({
      pub: direction,
      sub: direction,
      resp: () => random.some({ max: this.integer, ttl: this.integer }),
    });
  }

  permissionLimits(): Record<string, unknown> {
    const random = this.random;
    return {
      ...this.permissions(),
      ...random.some({
        src: () => {
          const blocks = random.list(3, () => texts.cidr(random));
          return random.pick([blocks, ...this.loose(blocks.join(","))]);
        },
        times: () =>
          random.list(2, () =>
            random.some({ start: () => texts.clock(random), end: () => texts.clock(random) }),
          ),
        times_location: () => texts.zone(random),
        subs: this.integer,
        data: this.integer,
        payload: this.integer,
        bearer_token: this.flag,
        proxy_required: this.flag,
        allowed_connection_types: () =>
          random.list(2, () => random.pick(["STANDARD", "mqtt", "X", ""])),
      }),
    };
  }
}
