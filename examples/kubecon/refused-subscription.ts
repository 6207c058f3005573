import type { Connection } from "@kchat/drain";

/** Tries to subscribe, and resolves to the server's refusal; a subscription that the server allows is the failure. */
export async function refusedSubscription(
  connection: Connection,
  subject: string,
): Promise<string> {
  const refusal = new Promise<string | undefined>((resolve) => {
    connection.subscribe(subject, {
      callback: (error) => resolve(error ? error.message : undefined),
    });
    // The server's error travels ahead of the PONG, so a flush without one means that it allowed the subscription.
    void connection.flush().then(() => setTimeout(resolve, 50, undefined));
  });
  const message = await refusal;
  if (message === undefined) throw new Error(`the server allowed a subscription to ${subject}`);
  return message;
}
