import type { ChatEvent } from "./event.js";
import { reduce, type StoreLimits } from "./reducer.js";
import type { ChatSnapshot } from "./snapshot.js";

/** Holds the snapshot and tells who listens. */
export interface Store {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => ChatSnapshot;
  dispatch(event: ChatEvent): void;
}

/** A store over the pure reducer. */
export function createStore(initial: ChatSnapshot, limits: StoreLimits): Store {
  let snapshot = initial;
  const listeners = new Set<() => void>();
  return {
    subscribe(listener) {
      // A function of its own for each call: the same listener may be subscribed twice.
      const entry = () => listener();
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    getSnapshot: () => snapshot,
    dispatch(event) {
      const next = reduce(snapshot, event, limits);
      if (next === snapshot) return;
      snapshot = next;
      for (const listener of [...listeners]) notify(listener);
    },
  };
}

/** A view's fault is the view's: it must not end the delivery of messages, nor go unseen. */
function notify(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
