import type { Export, Import } from "../claims/types/sharing.js";
import { type Line, time } from "./lines.js";

/** What an account shares, as lines of a description. */
export function shareLines({
  exports = [],
  imports = [],
}: {
  readonly exports?: readonly Export[] | undefined;
  readonly imports?: readonly Import[] | undefined;
}): Line[] {
  return [
    ["exports", exports.flatMap((shared) => [describeExport(shared), ...revoked(shared)])],
    ["imports", imports.map(describeImport)],
  ];
}

function describeExport(shared: Export): string {
  const { account_token_position: position, service_latency: latency } = shared;
  const access = shared.token_req
    ? "by activation"
    : position
      ? `own key at ${position}`
      : "public";
  const notes = [
    access,
    ...(shared.response_type && shared.response_type !== "Singleton"
      ? [`responses ${shared.response_type}`]
      : []),
    ...(latency ? [`latency of ${sampling(latency.sampling)} to ${latency.results}`] : []),
    ...(shared.allow_trace ? ["traceable"] : []),
  ];
  return `${shared.type} ${shared.subject} (${notes.join(", ")})`;
}

function sampling(value: number | "headers" | undefined): string {
  return typeof value === "number" && value > 0 ? `${value} %` : "requests that ask for it";
}

function revoked({ revocations = {} }: Export): string[] {
  return Object.entries(revocations).map(
    ([key, at]) => `  revoked: ${key === "*" ? "everyone" : key} up to ${time(at)}`,
  );
}

function describeImport(wanted: Import): string {
  const local = wanted.local_subject ? ` as ${wanted.local_subject}` : "";
  const notes = [
    ...(wanted.token ? ["by activation"] : []),
    ...(wanted.share ? ["tells who asks"] : []),
    ...(wanted.allow_trace ? ["traceable"] : []),
  ];
  const text = `${wanted.type} ${wanted.subject}${local} from ${wanted.account}`;
  return notes.length > 0 ? `${text} (${notes.join(", ")})` : text;
}
