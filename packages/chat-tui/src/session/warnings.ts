/** What the person should know beside the chat, for as long as it is so: credentials that can't be renewed, for example. */
export interface Warnings {
  /** In the order in which they came up. */
  readonly texts: readonly string[];
  /** Warns of a topic, in one sentence, instead of what was said about it before; `undefined` takes it back. */
  set(topic: string, text: string | undefined): void;
  /** Calls the listener after each change. Returns the function that ends it. */
  subscribe(listener: () => void): () => void;
}

/**
 * Makes warnings for `runTui`, which shows them above the messages.
 *
 * @example
 * ```ts
 * const warnings = createWarnings();
 * keepRenewed({ jwt, request, onFailed: (error) => warnings.set("renewal", String(error)) });
 * await runTui({ chat, warnings });
 * ```
 */
export function createWarnings(): Warnings {
  const byTopic = new Map<string, string>();
  const listeners = new Set<() => void>();
  return {
    get texts() {
      return [...byTopic.values()];
    },
    set(topic, text) {
      if (byTopic.get(topic) === text) return;
      if (text === undefined) byTopic.delete(topic);
      else byTopic.set(topic, text);
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
