import { DrainError } from "../../errors/drain-error.js";
import type { ServerControl } from "../control.js";
import { type Monitoring, reason } from "../monitoring.js";
import { observe, type ServerObservation } from "../observation.js";

/** A server that takes part in a rolling restart. */
export interface RollingServer {
  /** For people; the server's own name is in the plan. */
  readonly name: string;
  readonly monitoring: Monitoring;
  readonly control: ServerControl;
  /** Starts it again once it has ended. @default somebody else does: systemd, the kubelet */
  readonly start?: (() => Promise<void>) | undefined;
}

/** One server's turn. */
export interface RestartStep {
  readonly server: RollingServer;
  readonly before: ServerObservation;
  /** What may go wrong although everything is done right. */
  readonly warnings: readonly string[];
}

/** What a rolling restart would do, in order. */
export interface RestartPlan {
  readonly steps: readonly RestartStep[];
}

/**
 * Looks at all servers and says in which order they would restart: one at a time, the leader of JetStream last, since
 * otherwise each step could end in an election. Changes nothing.
 *
 * @throws {@link DrainError} `ERR_SERVER` if a server can't be read, isn't healthy, or is listed twice: a restart must
 * begin with everything in order.
 * @example
 * ```ts
 * const plan = await planRollingRestart(servers);
 * for (const { before, warnings } of plan.steps) console.log(before.name, warnings);
 * ```
 */
export async function planRollingRestart(
  servers: readonly RollingServer[],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<RestartPlan> {
  if (servers.length === 0) throw new DrainError("ERR_OPTION", "there is no server to restart");
  const steps = await Promise.all(
    servers.map(async (server): Promise<RestartStep> => {
      const before = await observe(server.monitoring, options.signal).catch((cause: unknown) => {
        throw new DrainError("ERR_SERVER", `${server.name}: ${reason(cause)}`, { cause });
      });
      return { server, before, warnings: warningsFor(before) };
    }),
  );
  const sick = steps.filter(({ before }) => before.unhealthy !== undefined);
  if (sick.length > 0) {
    const list = sick.map(({ server, before }) => `${server.name} (${before.unhealthy})`);
    throw new DrainError("ERR_SERVER", `not healthy, so nothing is restarted: ${list.join(", ")}`);
  }
  const ids = new Set(steps.map(({ before }) => before.serverId));
  if (ids.size < steps.length) {
    throw new DrainError("ERR_SERVER", "one server is listed twice, by different addresses");
  }
  const rank = ({ before }: RestartStep): number => (before.isMetaLeader ? 1 : 0);
  return { steps: [...steps].sort((a, b) => rank(a) - rank(b)) };
}

function warningsFor({ routes, landings, connections }: ServerObservation): string[] {
  const warnings: string[] = [];
  if (routes.length === 0 && connections > 0) {
    warnings.push("has no other server in its cluster: its clients have nowhere to go");
  }
  if (landings > 0) {
    warnings.push(
      `${landings} gateway connections of other clusters end here; what crosses them is lost for about a second`,
    );
  }
  return warnings;
}
