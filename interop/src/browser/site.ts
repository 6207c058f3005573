import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { PageFiles } from "./bundle.js";

/** A web server on loopback that serves the page, and keeps what it was told. */
export interface Site extends AsyncDisposable {
  readonly port: number;
  /** Everything that requests carried: line, headers and body. */
  readonly heard: Buffer[];
  /** Reports of the browser on what the policy forbade. */
  readonly violations: string[];
}

/** Serves the page under a policy that allows its own files, and one more address to connect to. */
export async function serveSite(files: PageFiles, connectTo: string): Promise<Site> {
  const heard: Buffer[] = [];
  const violations: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    heard.push(
      Buffer.from(`${request.method} ${request.url}\n${request.rawHeaders.join("\n")}`),
      body,
    );
    if (request.url === "/violations") violations.push(body.toString());
    const file = files.get(request.url ?? "");
    response.writeHead(file ? 200 : 204, {
      "content-type": file?.type ?? "text/plain",
      "content-security-policy": policy(connectTo),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    });
    response.end(file?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    violations,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const policy = (connectTo: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src ${connectTo}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    "report-uri /violations",
  ].join("; ");

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
