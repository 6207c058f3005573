import type { Field } from "./field.js";

/**
 * A number of bytes with a binary unit: `"512Mi"`, `"10Gi"`.
 *
 * Whole numbers only: Kubernetes reads `1.5Gi`, but nats-server refuses it, and both read the same value.
 */
export type Size = `${number}${"Ki" | "Mi" | "Gi" | "Ti"}`;

const units = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;

/** Reads a size; absent is undefined. */
export function readSize(field: Field): Size | undefined {
  const expected = 'a size such as "512Mi" or "10Gi" (whole number; Ki, Mi, Gi or Ti)';
  return field.textLike(/^[1-9]\d{0,6}(Ki|Mi|Gi|Ti)$/, "invalid-size", expected) as
    | Size
    | undefined;
}

/** Gives a size in bytes. */
export function bytesOf(size: Size): number {
  const unit = size.slice(-2) as keyof typeof units;
  return Number(size.slice(0, -2)) * units[unit];
}
