import { MessageFault } from './message-fault.ts';

/** An OpenPGP packet: its type ("tag") and its body. */
export interface Packet {
  readonly type: number;
  readonly body: Uint8Array;
}

/** A signed message has three packets for one signature; 32 signers are more than anybody has. */
const maxPackets = 70;

/**
 * Splits OpenPGP bytes into their packets (RFC 9580, 4.2), to the last byte: a length that does not fit the bytes is no packet. It comes
 * before any library sees the bytes, so that a message has the one form that was looked at, however a parser might bend.
 * @throws MessageFault
 */
export function splitPackets(bytes: Uint8Array): readonly Packet[] {
  const packets: Packet[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (packets.length === maxPackets)
      throw new MessageFault('attestation-too-large', `it has more than ${maxPackets} packets`);
    const header = bytes[at++] ?? 0;
    if ((header & 0x80) === 0) throw new MessageFault('attestation-malformed', 'its bytes are not OpenPGP');
    const isNew = (header & 0x40) !== 0;
    const { body, next } = isNew ? newBody(bytes, at) : oldBody(bytes, at, header & 0x03);
    packets.push({ type: isNew ? header & 0x3f : (header & 0x3c) >> 2, body });
    at = next;
  }
  return packets;
}

interface Body {
  readonly body: Uint8Array;
  readonly next: number;
}

/** RFC 9580, 4.2.2: lengths of one, two and four octets; or none, which means up to the end. */
function oldBody(bytes: Uint8Array, at: number, lengthType: number): Body {
  if (lengthType === 3) return { body: bytes.subarray(at), next: bytes.length };
  const octets = 2 ** lengthType;
  return take(bytes, at + octets, number(bytes, at, octets));
}

/** RFC 9580, 4.2.1: lengths of one, two and five octets, and bodies in parts. */
function newBody(bytes: Uint8Array, start: number): Body {
  const parts: Uint8Array[] = [];
  for (let at = start; ; ) {
    const first = number(bytes, at, 1);
    const isPart = first >= 224 && first < 255;
    const part = isPart ? take(bytes, at + 1, 2 ** (first & 0x1f)) : whole(bytes, at, first);
    parts.push(part.body);
    at = part.next;
    if (!isPart) return { body: parts.length === 1 ? part.body : joined(parts), next: at };
  }
}

function whole(bytes: Uint8Array, at: number, first: number): Body {
  if (first < 192) return take(bytes, at + 1, first);
  if (first < 224) return take(bytes, at + 2, (first - 192) * 256 + number(bytes, at + 1, 1) + 192);
  return take(bytes, at + 5, number(bytes, at + 1, 4));
}

function take(bytes: Uint8Array, at: number, length: number): Body {
  if (at + length > bytes.length) throw new MessageFault('attestation-cut-short', 'it is cut short');
  return { body: bytes.subarray(at, at + length), next: at + length };
}

function number(bytes: Uint8Array, at: number, octets: number): number {
  let value = 0;
  for (let index = at; index < at + octets; index++) {
    const octet = bytes[index];
    if (octet === undefined) throw new MessageFault('attestation-cut-short', 'it is cut short');
    value = value * 256 + octet;
  }
  return value;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
