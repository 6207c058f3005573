import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import type { Acts } from "./page/main.js";

const WAIT_MS = 45_000;
const screenshots = fileURLToPath(new URL("../../.screenshots/", import.meta.url));

/** A page of the site in a browser of its own storage, and all that left it. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  /** What went wrong without anybody asking: errors on the console, uncaught exceptions, failed requests. */
  readonly faults: string[];
  /** What the page sent over its WebSockets, in order. */
  readonly sent: Buffer[];
  /** Has the page do something, and gives what comes of it. */
  ask<Act extends keyof Acts>(
    act: Act,
    ...input: Parameters<Acts[Act]>
  ): Promise<Awaited<ReturnType<Acts[Act]>>>;
  /** Keeps a picture of the page in `interop/.screenshots`. */
  picture(name: string): Promise<void>;
}

export async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 900, height: 640 } });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const faults: string[] = [];
  const sent: Buffer[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.stack ?? error.message}`));
  page.on("requestfailed", (request) => {
    faults.push(`request: ${request.url()} ${request.failure()?.errorText}`);
  });
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => sent.push(Buffer.from(payload)));
    socket.on("socketerror", (error) => faults.push(`WebSocket: ${error}`));
  });
  await page.goto(url);
  return {
    page,
    faults,
    sent,
    ask: (act, ...input) =>
      page.evaluate(
        ([name, values]) =>
          (
            globalThis as unknown as { kchat: Record<string, (...values: unknown[]) => unknown> }
          ).kchat[name]?.(...values),
        [act, input] as [string, unknown[]],
      ) as never,
    async picture(name) {
      await mkdir(screenshots, { recursive: true });
      await page.screenshot({ path: `${screenshots}${name}.png`, fullPage: true });
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}
