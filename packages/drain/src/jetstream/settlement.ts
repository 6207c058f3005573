import type { Outbox } from "../tracking/outbox.js";
import type { JetStreamMessage } from "./messages.js";

type Operation = "ack" | "nak" | "term";

/**
 * Watches over what one message is told: at most one final word, none on a closed connection, and
 * none once the message was handed back. The plain clients drop such words in silence.
 */
export class Settlement<M extends JetStreamMessage> {
  state: "open" | "settled" | "handedBack" = "open";
  readonly #message: M;
  readonly #outbox: Outbox;
  readonly #plain: Pick<JetStreamMessage, "ack" | "ackAck" | "nak" | "term" | "working">;

  constructor(message: M, outbox: Outbox) {
    this.#message = message;
    this.#outbox = outbox;
    this.#plain = {
      ack: message.ack.bind(message),
      ackAck: message.ackAck.bind(message),
      nak: message.nak.bind(message),
      term: message.term.bind(message),
      working: message.working.bind(message),
    };
    // The handler may settle by itself; it gets the client's object, so the guards go into it.
    message.ack = () => void this.#final("ack", () => this.#plain.ack());
    message.nak = (millis) => void this.#final("nak", () => this.#plain.nak(millis));
    message.term = (reason) => void this.#final("term", () => this.#plain.term(reason));
    message.ackAck = (options) => this.confirm(options?.timeout);
    message.working = () => this.working();
  }

  working(): void {
    if (this.state === "settled") return;
    if (this.state === "handedBack") {
      this.#outbox.tooLate("working", this.#message.subject, "handedBack");
      return;
    }
    this.#outbox.send("working", this.#message.subject, () => this.#plain.working());
  }

  ack(): void {
    this.#final("ack", () => this.#plain.ack());
  }

  /** @returns whether the server has confirmed. */
  async confirm(timeoutMs = 5_000): Promise<boolean> {
    let confirmed = Promise.resolve(false);
    const sent = this.#final("ack", () => {
      confirmed = this.#plain.ackAck({ timeout: timeoutMs });
    });
    if (!sent || !this.#outbox.connected) return false;
    try {
      return await confirmed;
    } catch (error) {
      this.#outbox.unanswered();
      throw error;
    }
  }

  nak(delayMs: number): void {
    this.#final("nak", () => this.#plain.nak(delayMs));
  }

  /** @returns whether it was still open. */
  handBack(how: "nak" | "leave", delayMs: number): boolean {
    if (this.state !== "open") return false;
    if (how === "nak") this.nak(delayMs);
    this.state = "handedBack";
    return true;
  }

  #final(operation: Operation, action: () => void): boolean {
    if (this.state === "settled") return false;
    if (this.state === "handedBack") {
      this.#outbox.tooLate(operation, this.#message.subject, "handedBack");
      return false;
    }
    this.state = "settled";
    return this.#outbox.send(operation, this.#message.subject, action);
  }
}
