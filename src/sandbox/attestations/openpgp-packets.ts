/** Packet tags (RFC 9580, section 5). */
export const tags = { signature: 2, onePassSignature: 4, publicKey: 6, literalData: 11, userId: 13 } as const;

/** A packet with a header of the OpenPGP format (RFC 9580, section 4.2.1). */
export function packet(tag: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0xc0 | tag]), lengthOf(body), body]);
}

/** A subpacket of a signature (RFC 9580, section 5.2.3.7). */
export function subpacket(type: number, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from([type]), content]);
  return Buffer.concat([lengthOf(body), body]);
}

/** A number of any size, the first octet highest (RFC 9580, section 3.2). */
export function multiprecision(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const significant = bytes.subarray(first < 0 ? bytes.length : first);
  const bits = significant.length === 0 ? 0 : significant.length * 8 - Math.clz32(significant[0] ?? 0) + 24;
  return Buffer.concat([uint16(bits), significant]);
}

/** Two octets, the first one higher. */
export function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/** Four octets, the first one highest. Times are such seconds since 1970. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** One, two or five octets. */
function lengthOf({ length }: Uint8Array): Buffer {
  if (length < 192) return Buffer.from([length]);
  if (length < 8384) return Buffer.from([((length - 192) >> 8) + 192, (length - 192) & 0xff]);
  return Buffer.concat([Buffer.from([0xff]), uint32(length)]);
}
