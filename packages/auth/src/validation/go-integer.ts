const min = -(2n ** 63n);
const max = 2n ** 63n - 1n;

/** Reads a whole text as Go's `strconv.Atoi` does (signs allowed, 64 bits), or `undefined`. */
export const parseGoInteger = (text: string): bigint | undefined => {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const digits = text.replace(/^[+-]?0*/, "");
  if (digits.length > 19) return undefined;
  const value = BigInt(digits || "0") * (text.startsWith("-") ? -1n : 1n);
  return value >= min && value <= max ? value : undefined;
};
