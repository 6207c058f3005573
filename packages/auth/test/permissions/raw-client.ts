import { connect, type Socket } from "node:net";

/** A question to a server that only its permission engine answers. */
export type Question =
  | { readonly action: "publish"; readonly subject: string }
  | { readonly action: "subscribe"; readonly subject: string; readonly queue?: string | undefined };

/** A client of the bare protocol: clients of the libraries check subjects themselves and hide refusals. */
export interface RawClient {
  /** Whether the server took each question; every question must differ. */
  ask(questions: readonly Question[]): Promise<boolean[]>;
  /** Sends protocol lines. */
  send(lines: string): void;
  /** Lines of the server until the answer to a PING. */
  settle(): Promise<string[]>;
  close(): void;
}

const refusal = (question: Question): string =>
  question.action === "publish"
    ? `-ERR 'Permissions Violation for Publish to "${question.subject}"'`
    : `-ERR 'Permissions Violation for Subscription to "${question.subject}"${
        question.queue ? ` using queue "${question.queue}"` : ""
      }'`;

/** Connects with the fields of CONNECT; rejects with the server's error. */
export const connectRaw = async (
  port: number,
  fields: (info: { nonce?: string }) => Record<string, unknown>,
): Promise<RawClient> => {
  const socket: Socket = connect({ host: "127.0.0.1", port });
  const lines: string[] = [];
  let wake: () => void = () => {};
  let failure: Error | undefined;
  const fail = (error: Error) => {
    failure ??= error;
    wake();
  };
  socket.on("error", fail).on("close", () => fail(new Error(lines.at(-1) ?? "closed")));
  let rest = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\r\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    wake();
  });
  const until = async (matches: (line: string) => boolean): Promise<string[]> => {
    for (;;) {
      const end = lines.findIndex(matches);
      if (end >= 0) return lines.splice(0, end + 1);
      if (failure)
        throw new Error(lines.find((line) => line.startsWith("-ERR")) ?? failure.message);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const [info = ""] = await until((line) => line.startsWith("INFO "));
  const options = { verbose: false, pedantic: false, lang: "test", version: "1", protocol: 1 };
  const connectFields = { ...options, ...fields(JSON.parse(info.slice(5)) as { nonce?: string }) };
  const settle = async (): Promise<string[]> => {
    socket.write("PING\r\n");
    return until((line) => line === "PONG");
  };
  socket.write(`CONNECT ${JSON.stringify(connectFields)}\r\n`);
  await settle();
  return {
    async ask(questions) {
      const sent = questions.map((question, sid) =>
        question.action === "publish"
          ? `PUB ${question.subject} 0\r\n\r\n`
          : `SUB ${question.subject} ${question.queue ? `${question.queue} ` : ""}${sid + 1}\r\n`,
      );
      socket.write(sent.join(""));
      const refused = new Set(await settle());
      return questions.map((question) => !refused.has(refusal(question)));
    },
    send: (text) => void socket.write(text),
    settle,
    close: () => socket.destroy(),
  };
};
