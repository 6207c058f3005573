import { get as getHttp } from "node:http";
import { get as getHttps } from "node:https";
import { NatsServerError } from "../errors.js";

/** A frozen server must not block its reader for ever. */
const TIMEOUT_MS = 5_000;

/** Reads JSON over a connection of its own: a kept one would hold the process open. */
export function getJson(url: URL, accepted: readonly number[]): Promise<unknown> {
  const get = url.protocol === "https:" ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    const fail = (reason: string, cause?: unknown) =>
      reject(new NatsServerError("ERR_MONITORING", `${url.href} ${reason}`, { cause }));
    const request = get(url, { agent: false, timeout: TIMEOUT_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", (error) => fail("broke off", error));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        if (!accepted.includes(response.statusCode ?? 0)) {
          fail(`answered ${response.statusCode}: ${text.slice(0, 200)}`);
          return;
        }
        try {
          resolve(JSON.parse(text));
        } catch (error) {
          fail("didn't answer with JSON", error);
        }
      });
    });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    request.on("error", (error) => fail(`can't be read: ${error.message}`, error));
  });
}
