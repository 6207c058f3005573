import type { Connection } from "../connection/connection.js";
import type { Message, Payload, PublishOptions } from "../connection/message.js";
import { DrainError } from "../errors/drain-error.js";
import type { LateAnswer } from "./events.js";

/** Something that waits for the connection to be back. */
interface Held {
  readonly operation: LateAnswer["operation"];
  readonly subject: string;
  readonly action: () => void;
}

/** What leaves by one connection: how much of it the server has confirmed, and what cannot leave. */
export class Outbox {
  /** Messages sent, held ones included. */
  sent = 0;
  late = 0;
  connected = true;
  readonly #connection: Connection;
  readonly #heldReplies: number;
  readonly #report: (late: LateAnswer) => void;
  readonly #held: Held[] = [];
  readonly #waiting: { resolve(): void; reject(error: DrainError): void }[] = [];
  readonly #respond: Message["respond"];
  readonly #respondAgain: Message["respond"];
  #confirmed = 0;
  #uncertain = 0;

  constructor(connection: Connection, heldReplies: number, report: (late: LateAnswer) => void) {
    this.#connection = connection;
    this.#heldReplies = heldReplies;
    this.#report = report;
    const outbox = this;
    this.#respondAgain = function (this: Message, payload, options) {
      return outbox.#reply(this, payload, options);
    };
    this.#respond = function (this: Message, payload, options) {
      const sent = outbox.#reply(this, payload, options);
      // Not before: a payload that the client refuses leaves the request without an answer.
      if (sent) this.respond = outbox.#respondAgain;
      return sent;
    };
  }

  /** One store per message: wrapping each in an object of its own would cost several times as much. */
  guard(message: Message): void {
    message.respond = this.#respond;
  }

  /** From now on an answer to `message` would be the second one. */
  revoke(message: Message): void {
    message.respond = () => {
      this.tooLate("respond", message.subject, "handedBack");
      return false;
    };
  }

  markAnswered(message: Message): void {
    message.respond = this.#respondAgain;
  }

  isAnswered(message: Message): boolean {
    return message.respond === this.#respondAgain;
  }

  /** At most this many messages may not have reached the server. */
  get unconfirmed(): number {
    return this.sent - this.#confirmed + this.#uncertain;
  }

  publish(subject: string, payload?: Payload, options?: PublishOptions): void {
    this.#connection.publish(subject, payload, options);
    if (this.connected) {
      this.sent++;
      return;
    }
    this.#uncertain++;
    this.tooLate("publish", subject, "disconnected");
  }

  async flush(): Promise<void> {
    const mark = this.sent - this.#held.length;
    await this.#connection.flush();
    this.confirm(mark);
  }

  /** Everything sent before `mark` has reached the server. */
  confirm(mark: number): void {
    this.#confirmed = Math.max(this.#confirmed, mark);
  }

  /** The socket broke: what was not confirmed may be lost. */
  disconnected(): void {
    this.connected = false;
    this.#uncertain += this.sent - this.#confirmed;
    this.#confirmed = this.sent;
  }

  /** Something was sent whose confirmation was asked for and did not come. */
  unanswered(): void {
    this.#uncertain++;
  }

  /** A drain answers for what leaves during the drain; earlier breaks have been reported already. */
  forgetEarlierLosses(): void {
    this.#uncertain = 0;
  }

  reconnected(): void {
    this.connected = true;
    for (const { operation, subject, action } of this.#held.splice(0)) {
      try {
        action();
      } catch {
        // Refused only now, for instance as larger than the new server allows.
        this.#uncertain++;
        this.tooLate(operation, subject, "disconnected");
      }
    }
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** The connection will not be back: what was held for it can't reach anybody. */
  closed(): void {
    for (const { operation, subject } of this.#held.splice(0)) {
      this.tooLate(operation, subject, "closed");
    }
    const error = new DrainError("ERR_CLOSED", "the connection closed and will not be back");
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  /**
   * Resolves when the connection is up and the held replies are on their way.
   *
   * @throws {@link DrainError} `ERR_CLOSED` if it closes instead.
   */
  async whenConnected(): Promise<void> {
    if (this.connected) return;
    await new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  tooLate(operation: LateAnswer["operation"], subject: string, reason: LateAnswer["reason"]): void {
    this.late++;
    this.#report({ type: "late", operation, subject, reason });
  }

  /**
   * Sends now, or holds it until the connection is back; says so if neither can be done.
   *
   * @returns whether it was sent or is held.
   */
  send(operation: LateAnswer["operation"], subject: string, action: () => void): boolean {
    if (this.#connection.isClosed()) {
      this.tooLate(operation, subject, "closed");
      return false;
    }
    if (this.connected) {
      action();
      this.sent++;
      return true;
    }
    if (this.#held.length >= this.#heldReplies) {
      this.tooLate(operation, subject, "disconnected");
      return false;
    }
    this.sent++;
    this.#held.push({ operation, subject, action });
    return true;
  }

  #reply(message: Message, payload?: Payload, options?: PublishOptions): boolean {
    const { reply } = message;
    if (!reply) return false;
    const connection = this.#connection;
    if (this.connected && !connection.isClosed()) {
      connection.publish(reply, payload, options);
      this.sent++;
      return true;
    }
    // The clients copy a payload when they send it, so the caller may reuse its buffer.
    const copy = payload instanceof Uint8Array ? payload.slice() : payload;
    return this.send("respond", message.subject, () => connection.publish(reply, copy, options));
  }
}
