import { decodeUser } from "@kchat/auth";

/** What to keep renewed, and how. */
export interface KeepRenewedOptions {
  /** User JWT to begin with; one without an expiry is never renewed. */
  readonly jwt: string;
  /** Gets the next one for the same key, as {@link requestCredentials} with `user` does; the signal aborts at the stop. */
  readonly request: (signal: AbortSignal) => Promise<{ readonly jwt: string }>;
  /** Hears of each new JWT, for example to keep it in a file. */
  readonly onRenewed?: ((jwt: string) => void | Promise<void>) | undefined;
  /** Hears of each attempt that failed; there is always another one. */
  readonly onFailed?: ((error: unknown) => void) | undefined;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** From 0 to 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}

/** A JWT that stays valid. */
export interface Renewal extends Disposable {
  /** The newest one. */
  readonly jwt: string;
  /** Ends the renewing; what was got stays. */
  stop(): void;
}

const firstRetryMs = 2_000;
const maxRetryMs = 60_000;
/** The longest that a timer waits. */
const maxTimerMs = 2_147_483_647;

/**
 * Renews a user JWT when 75 to 85 % of its remaining life is over, and after a failure again and again, also when it has
 * expired. Members who came together don't renew together.
 *
 * Give connections an authenticator that reads `jwt` anew, and let them go on after the server has ended them at the expiry
 * of the old one (`ignoreAuthErrorAbort: true`, `maxReconnectAttempts: -1`).
 *
 * @throws AuthError at once, when `jwt` is no user JWT; one that `request` gives is a failure of that attempt
 * @example
 * ```ts
 * const renewal = keepRenewed({
 *   jwt: credentials.jwt,
 *   request: (signal) => requestCredentials({ connection, name, trust, user: credentials.keyPair, signal }),
 * });
 * const authenticator = jwtAuthenticator(() => renewal.jwt, credentials.keyPair.getSeed());
 * ```
 */
export function keepRenewed(options: KeepRenewedOptions): Renewal {
  const { request, onRenewed, onFailed, now = Date.now, random = Math.random } = options;
  const stopping = new AbortController();
  let { jwt } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function plan(at: number): void {
    if (stopping.signal.aborted || at === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.max(0, at - now());
    timer = setTimeout(
      () => (delayMs > maxTimerMs ? plan(at) : void renew()),
      Math.min(delayMs, maxTimerMs),
    );
  }

  async function renew(): Promise<void> {
    try {
      const next = await request(stopping.signal);
      if (stopping.signal.aborted) return;
      if (expiryOf(next.jwt) <= expiryOf(jwt)) {
        throw new RangeError("The new JWT expires no later than the one that it replaces.");
      }
      jwt = next.jwt;
    } catch (error) {
      if (stopping.signal.aborted) return;
      plan(now() + Math.min(maxRetryMs, firstRetryMs * 2 ** failures) * (0.5 + random() / 2));
      failures += 1;
      onFailed?.(error);
      return;
    }
    failures = 0;
    plan(dueAt(jwt));
    try {
      await onRenewed?.(jwt);
    } catch (error) {
      onFailed?.(error);
    }
  }

  function dueAt(token: string): number {
    const at = now();
    return at + (expiryOf(token) - at) * (0.75 + random() * 0.1);
  }

  plan(dueAt(jwt));
  const stop = () => {
    stopping.abort();
    clearTimeout(timer);
  };
  return {
    get jwt() {
      return jwt;
    },
    stop,
    [Symbol.dispose]: stop,
  };
}

function expiryOf(jwt: string): number {
  const { exp } = decodeUser(jwt);
  return exp === undefined ? Number.POSITIVE_INFINITY : exp * 1_000;
}
