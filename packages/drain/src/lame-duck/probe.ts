import type { Connection } from "../connection/connection.js";
import type { Status } from "../connection/status.js";
import { statuses } from "../connection/statuses.js";
import { within } from "../drain/within.js";

/** Between two tries: a message that is sent before the interest has arrived is dropped, so one isn't enough. */
const EVERY_MS = 20;

/**
 * Whether the server of `from` knows what `to` has subscribed to: `to` subscribes once more, after everything else, and
 * a message from `from` arrives there. Servers pass interest on in order, so then the earlier subscriptions are known too.
 * `false` once `lost` resolves: then nobody can be asked any more.
 */
export async function probe(
  from: Connection,
  to: Connection,
  subject: string,
  limitMs: number,
  signal: AbortSignal,
  lost: Promise<void>,
): Promise<boolean> {
  let tell: (error: Error | null) => void = () => undefined;
  const arrival = new Promise<void>((resolve, reject) => {
    tell = (error) => (error === null ? resolve() : reject(error));
  });
  const subscription = to.subscribe(subject, { callback: (error) => tell(error) });
  const send = (): void => {
    if (!from.isClosed() && !from.isDraining()) from.publish(subject);
  };
  send();
  const timer = setInterval(send, EVERY_MS);
  const news = statuses(from);
  void tellIfDenied(news, subject, tell);
  void lost.then(() => tell(new Error("the connection broke")));
  try {
    return (await within(arrival, limitMs, signal)).outcome === "done";
  } finally {
    clearInterval(timer);
    await news.return?.();
    if (!subscription.isClosed()) subscription.unsubscribe();
  }
}

async function tellIfDenied(
  news: AsyncIterable<Status>,
  subject: string,
  tell: (error: Error) => void,
): Promise<void> {
  for await (const status of news) {
    if (status.type === "error" && status.denied?.subject === subject) tell(status.error);
  }
}
