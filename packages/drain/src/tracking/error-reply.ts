import type { Headers, PublishOptions } from "../connection/message.js";

/** What a requester is told when its request could not be served. */
export interface ErrorReply {
  /** Number in the manner of HTTP: 500 for a failed handler, 503 when the worker is leaving. */
  readonly code: number;
  /** One line for the requester; nothing that it must not know. */
  readonly description: string;
}

/** Decides what a requester learns of an error. */
export type DescribeError = (error: unknown) => ErrorReply;

/**
 * Says only that the handler failed, unless the error was made to be told: a `ServiceError` with a
 * numeric `code`, as the clients' services define it.
 */
export const describeError: DescribeError = (error) => {
  if (error instanceof Error && "code" in error && typeof error.code === "number") {
    if (isServiceError(error)) return { code: error.code, description: error.message };
  }
  return { code: 500, description: "the handler failed" };
};

/** By name, or by the clients' static method: minifiers rename classes, and theirs have no name of their own. */
const isServiceError = (error: Error): boolean =>
  error.name === "ServiceError" ||
  error.constructor.name === "ServiceError" ||
  "isServiceError" in error.constructor;

/**
 * Options for `respond` that carry the error the way NATS micro services do (ADR-32), so that
 * `ServiceError.isServiceError()` of either client recognises it.
 */
export const errorReplyOptions = (reply: ErrorReply): PublishOptions => ({
  headers: new ErrorHeaders([
    ["Nats-Service-Error-Code", String(reply.code)],
    ["Nats-Service-Error", reply.description.replace(/[\r\n]+/g, " ")],
  ]),
});

/** Both clients ask headers for `encode()` when they send them; they export no common constructor. */
class ErrorHeaders implements Headers {
  readonly #fields: ReadonlyMap<string, string>;

  constructor(fields: [string, string][]) {
    this.#fields = new Map(fields);
  }

  encode(): Uint8Array {
    const lines = [...this.#fields].map(([key, value]) => `${key}: ${value}\r\n`);
    return new TextEncoder().encode(`NATS/1.0\r\n${lines.join("")}\r\n`);
  }

  get(key: string): string {
    return this.#fields.get(key) ?? "";
  }

  has(key: string): boolean {
    return this.#fields.has(key);
  }

  keys(): string[] {
    return [...this.#fields.keys()];
  }

  values(key: string): string[] {
    const value = this.#fields.get(key);
    return value === undefined ? [] : [value];
  }

  *[Symbol.iterator](): Iterator<[string, string[]]> {
    for (const [key, value] of this.#fields) yield [key, [value]];
  }
}
