import { inflateRawSync, inflateSync } from 'node:zlib';
import { dearmor, isArmored } from './dearmor.ts';
import { decodeBase64 } from './decode-base64.ts';
import type { Finding } from './finding.ts';
import { MessageFault } from './message-fault.ts';
import type { SentSignature } from './occurrences.ts';
import { type Packet, splitPackets } from './split-packets.ts';

/** A payload has some 300 bytes; more than this is no attestation, and a compressed message may be made to grow without end. */
const maxMessageBytes = 65_536;

/** Packet types, RFC 9580, 5. */
const type = { signature: 2, onePass: 4, compressed: 8, literal: 11 } as const;

/** Signatures and the bytes that each of them is about; whether they are good is not known yet. */
export interface SignedMessage {
  /** Bodies of signature packets. */
  readonly signatures: readonly Uint8Array[];
  readonly payload: Uint8Array;
}

/**
 * Reads what stands where an OpenPGP signature should: armored, base64 of armored, or base64 of binary. Only two forms are taken, each as
 * the whole of what was sent: one literal packet with its signatures, in at most one layer of compression (`gpg --sign`); signatures alone
 * (`gpg --detach-sign`), over the payload beside. So no byte is ever looked at that its signatures do not cover.
 * @returns why it can't be read, where it can't
 */
export function readSignedMessage(sent: SentSignature): SignedMessage | Pick<Finding, 'code' | 'why'> {
  try {
    return signedMessage(splitPackets(bytesOf(sent.text)), sent.payload);
  } catch (error) {
    if (!(error instanceof MessageFault)) throw error;
    return { code: error.code, why: `can't be read: ${error.message}` };
  }
}

/** Armor within base64 is as good as armor itself: protocol buffers carry bytes so. */
function bytesOf(text: string): Uint8Array {
  if (text.trim() === '') throw new MessageFault('attestation-empty', 'its signature is empty');
  if (isArmored(text)) return decoded(dearmor(text), 'its ASCII armor is broken');
  const bytes = decoded(text, 'it is neither ASCII armor nor base64');
  return looksArmored(bytes) ? decoded(dearmor(new TextDecoder().decode(bytes)), 'its ASCII armor is broken') : bytes;
}

function decoded(text: string, otherwise: string): Uint8Array {
  const bytes = decodeBase64(text);
  if (!bytes) throw new MessageFault('attestation-malformed', otherwise);
  return bytes;
}

/** Binary OpenPGP begins with a set high bit, which text never does. */
function looksArmored(bytes: Uint8Array): boolean {
  return isArmored(new TextDecoder().decode(bytes.subarray(0, 64)));
}

function signedMessage(outer: readonly Packet[], beside: Uint8Array | undefined): SignedMessage {
  if (outer.every((packet) => packet.type === type.signature)) {
    if (!beside) {
      const why = 'its signature is detached, and there is no serializedPayload beside it';
      throw new MessageFault('attestation-empty', why);
    }
    return { signatures: outer.map(({ body }) => body), payload: beside };
  }
  const [first] = outer;
  const isCompressed = outer.length === 1 && first?.type === type.compressed;
  const packets = isCompressed ? splitPackets(decompress(first.body)) : outer;
  const types = packets.map((packet) => packet.type);
  const at = types.indexOf(type.literal);
  const before = types.slice(0, at);
  const after = types.slice(at + 1);
  const isOnePass =
    before.every((one) => one === type.onePass) &&
    after.every((one) => one === type.signature) &&
    before.length === after.length;
  const isPlain = after.length === 0 && before.every((one) => one === type.signature);
  if (at < 0 || types.length < 2 || !(isOnePass || isPlain)) {
    const why = 'it is not one signed message: it has other, several or unsigned parts';
    throw new MessageFault('attestation-ambiguous', why);
  }
  const signatures = packets.filter((packet) => packet.type === type.signature).map(({ body }) => body);
  return { signatures, payload: literalData(packets[at]?.body ?? new Uint8Array()) };
}

/** RFC 9580, 5.9: format, file name and date, none of which a signature covers, and then the data. */
function literalData(body: Uint8Array): Uint8Array {
  const start = 2 + (body[1] ?? 0) + 4;
  if (body.length < start) throw new MessageFault('attestation-cut-short', 'it is cut short');
  return body.subarray(start);
}

/** RFC 9580, 5.6 and 9.4. One layer, read to its last byte, and never to more than the cap. */
function decompress(body: Uint8Array): Uint8Array {
  const [algorithm] = body;
  const data = body.subarray(1);
  if (algorithm === 0) return data;
  if (algorithm !== 1 && algorithm !== 2) {
    const how = algorithm === 3 ? 'with BZip2, which is not read (gpg -z 0 --sign leaves it out)' : 'in an unknown way';
    throw new MessageFault('attestation-unsupported', `it is compressed ${how}`);
  }
  const inflate = algorithm === 1 ? inflateRawSync : inflateSync;
  // With `info` the answer holds the engine too, which the types do not know.
  const options = { maxOutputLength: maxMessageBytes, info: true };
  let inflated: { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } };
  try {
    inflated = inflate(data, options) as unknown as typeof inflated;
  } catch (error) {
    if (error instanceof RangeError) {
      throw new MessageFault('attestation-too-large', `it unpacks to more than ${maxMessageBytes} bytes`);
    }
    throw new MessageFault('attestation-cut-short', 'its compressed part is cut short or broken');
  }
  if (inflated.engine.bytesWritten !== data.length) {
    throw new MessageFault('attestation-ambiguous', 'it has more behind its compressed part');
  }
  return inflated.buffer;
}
