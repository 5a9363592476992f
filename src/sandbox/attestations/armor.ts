/** ASCII armor with its checksum (RFC 4880, section 6), as `gpg --armor` writes it. */
export function armor(label: 'MESSAGE' | 'SIGNATURE' | 'PUBLIC KEY BLOCK', bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  const checksum = Buffer.from([0, 0, 0]);
  checksum.writeUIntBE(crc24(bytes), 0, 3);
  return [
    `-----BEGIN PGP ${label}-----`,
    '',
    ...lines,
    `=${checksum.toString('base64')}`,
    `-----END PGP ${label}-----`,
    '',
  ].join('\n');
}

/** RFC 4880, section 6.1. */
function crc24(bytes: Uint8Array): number {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if (crc & 0x1000000) crc ^= 0x1864cfb;
    }
  }
  return crc;
}
