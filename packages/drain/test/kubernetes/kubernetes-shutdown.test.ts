import { deadlineFromEnvironment, kubernetesShutdown } from "@kchat/drain";
import { describe, expect, it } from "vitest";

const asEnvironment = (env: readonly { name: string; value: string }[]): Record<string, string> =>
  Object.fromEntries(env.map(({ name, value }) => [name, value]));

describe("kubernetesShutdown", () => {
  it("gives a worker no preStop pause and Kubernetes' own grace period if that suffices", () => {
    const settings = kubernetesShutdown({ longestHandlerSeconds: 20 });
    expect(settings).toEqual({
      terminationGracePeriodSeconds: 30,
      env: [
        { name: "TERMINATION_GRACE_PERIOD_SECONDS", value: "30" },
        { name: "PRE_STOP_SECONDS", value: "0" },
      ],
    });
  });

  it("gives an HTTP server a pause in which endpoints forget it, and a quick probe", () => {
    const settings = kubernetesShutdown({
      longestHandlerSeconds: 10,
      serves: "http",
      readiness: { path: "/ready", port: 8080 },
    });
    expect(settings.lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
    expect(settings.readinessProbe?.httpGet).toEqual({ path: "/ready", port: 8080 });
    expect(settings.terminationGracePeriodSeconds).toBe(45);
  });

  it.each([1, 30, 120, 600])("leaves handlers of %d s their time within the grace", (seconds) => {
    const settings = kubernetesShutdown({ longestHandlerSeconds: seconds });
    const deadlineMs = deadlineFromEnvironment(asEnvironment(settings.env));
    const cleanupReportFlushAndAbortMs = 2_000 + 300 + 2_000 + 1_000;
    expect(deadlineMs - cleanupReportFlushAndAbortMs).toBeGreaterThanOrEqual(seconds * 1_000);
    expect(deadlineMs).toBeLessThan(settings.terminationGracePeriodSeconds * 1_000);
  });

  it.each([{ longestHandlerSeconds: -1 }, { longestHandlerSeconds: Number.NaN }])(
    "refuses %o",
    (options) => {
      expect(() => kubernetesShutdown(options)).toThrow(
        expect.objectContaining({ code: "ERR_OPTION" }),
      );
    },
  );

  it("refuses a preStop pause that is no whole number of seconds", () => {
    const options = { longestHandlerSeconds: 1, serves: "http", preStopSeconds: 0.5 } as const;
    expect(() => kubernetesShutdown(options)).toThrow("preStopSeconds");
  });
});
