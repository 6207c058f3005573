// CRC-16/XMODEM: polynomial 0x1021, initial value 0 (nkeys: crc16.go).
const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) {
    crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
});

/** Checksum over the first `length` bytes. */
export function crc16(bytes: Uint8Array, length: number = bytes.length): number {
  let crc = 0;
  for (let i = 0; i < length; i += 1) {
    crc = ((crc << 8) & 0xffff) ^ (table[(crc >> 8) ^ (bytes[i] as number)] as number);
  }
  return crc;
}
