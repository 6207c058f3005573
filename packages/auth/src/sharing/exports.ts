import type { Export } from "../claims/types/sharing.js";
import { AuthError } from "../errors/auth-error.js";

/** What every export may say. */
export interface ExportOptions {
  /** What is shared; wildcards are allowed. */
  readonly subject: string;
  /** The name importers see. */
  readonly name?: string | undefined;
  /**
   * Who may import it: `anyone`; `activation` for accounts that hold an activation token of the exporter; or the position,
   * from 1, of the `*` of the subject where the importer's own public key must stand. @default "activation"
   */
  readonly access?: "anyone" | "activation" | { readonly accountAt: number } | undefined;
  /** Whether it may be listed where exports are advertised. @default false */
  readonly advertise?: boolean | undefined;
  readonly description?: string | undefined;
  readonly infoUrl?: string | undefined;
}

/** Options of {@link exportService}. */
export interface ExportServiceOptions extends ExportOptions {
  /** How many replies a request gets: one, several that end with an empty one, or one in chunks. @default "Singleton" */
  readonly responses?: "Singleton" | "Stream" | "Chunked" | undefined;
  /** How long a reply may take, in milliseconds. @default the server's, two minutes */
  readonly responseThresholdMs?: number | undefined;
  /** Measures how long requests take and publishes it. */
  readonly latency?:
    | { readonly results: string; readonly sampling: number | "headers" }
    | undefined;
  /** Whether importers may trace messages into this account. @default false */
  readonly allowTrace?: boolean | undefined;
}

/**
 * A stream that other accounts may import: they receive what is published here.
 *
 * @throws AuthError `ERR_SUBJECT`.
 * @example
 * const status = exportStream({ subject: "status.>", access: "anyone" });
 */
export function exportStream(options: ExportOptions): Export {
  return { ...common(options), type: "stream" };
}

/**
 * A service that other accounts may import: their requests arrive here, the replies there.
 *
 * @throws AuthError `ERR_SUBJECT`, `ERR_CLAIM_MALFORMED`.
 * @example
 * const deploy = exportService({ subject: "deploy.request" }); // by activation token only
 */
export function exportService(options: ExportServiceOptions): Export {
  const { responses, responseThresholdMs, latency, allowTrace } = options;
  return {
    ...common(options),
    type: "service",
    ...(responses && { response_type: responses }),
    ...(responseThresholdMs && { response_threshold: responseThresholdMs * 1_000_000 }),
    ...(latency && { service_latency: checked(latency) }),
    ...(allowTrace && { allow_trace: true }),
  };
}

function common(options: ExportOptions): Omit<Export, "type"> {
  const { subject, name, access = "activation", advertise, description, infoUrl } = options;
  const position = typeof access === "object" ? access.accountAt : undefined;
  if (position !== undefined) checkPosition(subject, position);
  return {
    subject,
    ...(name && { name }),
    ...(access === "activation" && { token_req: true }),
    ...(position && { account_token_position: position }),
    ...(advertise && { advertise: true }),
    ...(description && { description }),
    ...(infoUrl && { info_url: infoUrl }),
  };
}

function checkPosition(subject: string, position: number): void {
  if (subject.split(".")[position - 1] === "*") return;
  throw new AuthError(
    "ERR_SUBJECT",
    `token ${position} of ${JSON.stringify(subject)} should be "*", to be filled by the importer's public key`,
  );
}

function checked(latency: NonNullable<ExportServiceOptions["latency"]>) {
  const { sampling, results } = latency;
  const isPercentage =
    Number.isInteger(sampling) && Number(sampling) >= 1 && Number(sampling) <= 100;
  if (sampling !== "headers" && !isPercentage) {
    throw new AuthError(
      "ERR_CLAIM_MALFORMED",
      `sampling is ${sampling}; use a percentage from 1 to 100, or "headers"`,
    );
  }
  return { sampling, results };
}
