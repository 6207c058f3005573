import type { Lease } from "./lease.js";
import type { ManagedSubscription } from "./managed-subscription.js";

/** Where a new connection stands beside the one in use, until it takes over or is given up. */
export class Stage {
  /** Whether subscriptions were made since the last connection entered: its proof may not cover them. */
  hasUnproved = false;
  #next: Lease | undefined;

  enter(next: Lease): void {
    this.#next = next;
    this.hasUnproved = false;
  }

  leave(lease: Lease): void {
    if (lease === this.#next) this.#next = undefined;
  }

  /** Has a subscription that is made meanwhile be on the new connection as well. */
  attach(subscription: ManagedSubscription): void {
    if (this.#next === undefined) return;
    this.hasUnproved = true;
    try {
      subscription.attach(this.#next);
    } catch {
      // It works on the connection in use; the hand-over sees that it is missing on the new one.
    }
  }
}
