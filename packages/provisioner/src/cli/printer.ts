import type { DrainReport } from "@kchat/drain";
import type { AuditEvent } from "../service/audit.js";
import type { Provisioner, ProvisionerStats } from "../service/serve.js";
import type { Streams } from "./run.js";

/** What the command tells, as text for a person or as JSON for a log. Warnings go to standard error either way. */
export interface Printer {
  ready(provisioner: Provisioner, server: string): void;
  audit(event: AuditEvent): void;
  disconnected(server: string): void;
  reconnected(server: string): void;
  stopped(stats: ProvisionerStats, report: DrainReport): void;
  warning(text: string): void;
}

export function printer({ stdout, stderr }: Streams, json: boolean): Printer {
  const line = (event: object, text: string) =>
    stdout.write(`${json ? JSON.stringify(event) : text}\n`);
  const link = (type: "disconnected" | "reconnected", server: string) => {
    const time = new Date().toISOString();
    const preposition = type === "disconnected" ? "from" : "to";
    line({ type, time, server }, `${time} ${type} ${preposition} ${server}`);
  };
  return {
    ready({ subject, queue, account, issuer }, server) {
      const event = { type: "ready", subject, queue, account, issuer, server };
      line(event, `serving ${subject} (queue ${queue}) on ${server}, signing with ${issuer}`);
    },
    audit(event) {
      if (event.type === "ended") {
        const { cause, ...facts } = event;
        // A person reads the same sentence as the error that follows.
        if (json) line({ ...facts, cause: reasonOf(cause) }, "");
        return;
      }
      if (event.type === "issued") {
        const { time, name, publicKey, expiresAt } = event;
        line(event, `${time} issued ${name} ${publicKey} until ${expiresAt}`);
        return;
      }
      const { time, code, name = "-", publicKey = "-", cause } = event;
      const reason = reasonOf(cause);
      const because = reason ? `: ${reason}` : "";
      line({ ...event, cause: reason }, `${time} refused ${name} ${publicKey} ${code}${because}`);
    },
    disconnected: (server) => link("disconnected", server),
    reconnected: (server) => link("reconnected", server),
    stopped({ issued, refused }, { outcome, abandoned, late, totalMs }) {
      const event = { type: "stopped", issued, refused, outcome, abandoned, late };
      const text = `stopped (${outcome}) after ${Math.round(totalMs)} ms: ${issued} issued, ${refused} refused`;
      line(event, text);
    },
    warning: (text) => void stderr.write(`warning: ${text}\n`),
  };
}

function reasonOf(cause: unknown): string | undefined {
  if (cause === undefined) return undefined;
  return cause instanceof Error ? cause.message : String(cause);
}
