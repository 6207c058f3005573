/**
 * One byte per character, for text known to have no character above U+00FF, on the heap of the script: for some dozen
 * bytes that is several times faster than the platform's encoders, and unlike a small `Buffer` it shares no memory.
 */
export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}
