/** A server as it names itself in its replies. */
export interface ServerName {
  readonly id: string;
  readonly name: string;
}

/** One server's reply to a request of the system account. */
export interface ServerReply {
  /** `undefined` when the reply does not say; some versions leave it out. */
  readonly server: ServerName | undefined;
  readonly data: unknown;
  readonly error: string | undefined;
}

/** Reads a reply; whatever bytes arrive, it is a reply with an error rather than an exception. */
export function parseServerReply(bytes: Uint8Array): ServerReply {
  const body = parseObject(bytes);
  if (body === undefined) return { server: undefined, data: undefined, error: "not a JSON object" };
  return {
    server: serverOf(body.server),
    data: body.data ?? body.statsz,
    error: errorOf(body.error),
  };
}

/** The object in a value that is one. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return value as Readonly<Record<string, unknown>>;
}

function parseObject(bytes: Uint8Array) {
  try {
    return asObject(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

function serverOf(value: unknown): ServerName | undefined {
  const server = asObject(value);
  if (typeof server?.id !== "string") return undefined;
  return { id: server.id, name: typeof server.name === "string" ? server.name : server.id };
}

function errorOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const error = asObject(value);
  return typeof error?.description === "string" ? error.description : "unnamed error";
}
