/** Thrown when a transport breaks the contract. */
export class ContractError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ContractError";
  }
}

/** Throws unless the condition holds. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ContractError(message);
}

/** The error that a promise rejects with; throws when it resolves. */
export async function rejection(promise: Promise<unknown>, expected: string): Promise<unknown> {
  let result: unknown;
  try {
    result = await promise;
  } catch (error) {
    return error;
  }
  throw new ContractError(`expected ${expected}, but it resolved with ${String(result)}`);
}

/** Waits until the condition holds; throws after `timeoutMs`. */
export async function until(
  condition: () => boolean,
  message: string,
  timeoutMs = 5_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new ContractError(`${message}: not within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
