import { malformed } from './layer-fault.ts';

/** Bytes of a header, and of what everything in an archive is padded to. */
export const blockBytes = 512;

/** One header block (POSIX.1-1988 ustar, GNU tar's and the older forms), before extended headers are applied. */
export interface TarHeader {
  readonly name: string;
  readonly linkName: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of what follows, as the header gives it. */
  readonly size: number;
  /** One character; the old NUL is a file, or a directory when the name that counts in the end has a slash at its end. */
  readonly type: string;
  /** An old GNU sparse file whose list goes on in blocks of its own. */
  readonly isExtended: boolean;
}

const decoder = new TextDecoder('utf-8');

/**
 * Reads a header block as Go's archive/tar does, which is what containerd and Docker unpack with: what they see is what counts.
 * @throws LayerFaultError `layer-malformed`
 */
export function parseTarHeader(block: Uint8Array): TarHeader {
  if (!hasChecksum(block)) throw malformed('is no tar archive, or one that is damaged: a checksum is wrong');
  const flag = block[156] ?? 0;
  const isUstar = textAt(block, 257, 5) === 'ustar';
  const isGnu = isUstar && block[262] === 0x20;
  const isStar = isUstar && textAt(block, 508, 4) === 'tar';
  const prefix = isUstar && !isGnu ? textAt(block, 345, isStar ? 131 : 155) : '';
  const name = textAt(block, 0, 100);
  const whole = prefix === '' ? name : `${prefix}/${name}`;
  const type = String.fromCharCode(flag);
  return {
    name: whole,
    linkName: textAt(block, 157, 100),
    mode: numberAt(block, 100, 8) & 0o7777,
    uid: ownerAt(block, 108),
    gid: ownerAt(block, 116),
    size: numberAt(block, 124, 12),
    type,
    isExtended: type === 'S' && block[482] !== 0,
  };
}

/** The sum of all bytes, its own field counted as blanks; historically of signed ones. */
function hasChecksum(block: Uint8Array): boolean {
  let sum = 0;
  let signed = 0;
  for (let at = 0; at < blockBytes; at++) {
    const byte = at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
    sum += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const stated = Number.parseInt(digitsAt(block, 148, 8), 8);
  return stated === sum || stated === signed;
}

/** Up to the first NUL. */
function textAt(block: Uint8Array, from: number, length: number): string {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits between blanks and NULs, or GNU's base 256, whose first bit is set. */
function numberAt(block: Uint8Array, from: number, length: number): number {
  const first = block[from] ?? 0;
  if (first & 0x80) {
    if (first & 0x40) throw malformed('has a negative number in a header');
    let value = first & 0x3f;
    for (let at = from + 1; at < from + length; at++) value = value * 256 + (block[at] ?? 0);
    if (!Number.isSafeInteger(value)) throw malformed('has a number in a header that is larger than any file');
    return value;
  }
  const digits = digitsAt(block, from, length);
  if (digits === '') return 0;
  if (!/^[0-7]+$/.test(digits)) throw malformed('has a number in a header that is none');
  return Number.parseInt(digits, 8);
}

/** A negative owner means that nobody is made the owner: it stays root's. */
function ownerAt(block: Uint8Array, from: number): number {
  return ((block[from] ?? 0) & 0xc0) === 0xc0 ? 0 : numberAt(block, from, 8);
}

function digitsAt(block: Uint8Array, from: number, length: number): string {
  let start = from;
  let end = from + length;
  while (start < end && isPadding(block[start])) start++;
  while (end > start && isPadding(block[end - 1])) end--;
  return textAt(block, start, end - start);
}

function isPadding(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0;
}
