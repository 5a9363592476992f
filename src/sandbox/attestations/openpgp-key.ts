import { createHash, createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import { armor } from './armor.ts';
import { multiprecision, packet, subpacket, tags, uint16, uint32 } from './openpgp-packets.ts';

/** How something is signed. */
interface SigningOptions {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** After how many seconds the signature is no longer good; absent: never. */
  readonly seconds?: number;
}

/** EdDSA with its identifier of old, which every OpenPGP program reads; RFC 9580 calls it EdDSALegacy. */
const eddsa = 22;
const sha256 = 8;
/** 1.3.6.1.4.1.11591.15.1, Ed25519 (RFC 9580, section 9.2), with its length. */
const curve = Buffer.from('092b06010401da470f01', 'hex');
const kinds = { binary: 0x00, positiveCertification: 0x13 } as const;
const certifyAndSign = 0x03;

/** A key that signs as OpenPGP has it (RFC 9580, packets of version 4): one Ed25519 key without sub-keys, and the name of its owner. */
export class OpenPgpKey {
  /** 40 hex digits in capitals. */
  readonly fingerprint: string;
  /** The public key in ASCII armor, as `gpg --armor --export` writes it. */
  readonly publicKey: string;
  readonly #secret: KeyObject;
  /** Body of the public-key packet. */
  readonly #body: Buffer;

  /** @param secret an Ed25519 key; @param createdAt milliseconds since 1970 */
  constructor(secret: KeyObject, userId: string, createdAt: number) {
    const { x = '' } = secret.export({ format: 'jwk' });
    // 0x40 says that the point is in the curve's own form.
    const point = Buffer.concat([Buffer.from([0x40]), Buffer.from(x, 'base64url')]);
    this.#secret = secret;
    this.#body = Buffer.concat([
      Buffer.from([4]),
      uint32(createdAt / 1000),
      Buffer.from([eddsa]),
      curve,
      multiprecision(point),
    ]);
    this.fingerprint = createHash('sha1').update(this.#hashed()).digest('hex').toUpperCase();
    this.publicKey = armor('PUBLIC KEY BLOCK', this.#certified(Buffer.from(userId), createdAt));
  }

  /** A key that nobody has had before. */
  static make(userId: string, createdAt: number): OpenPgpKey {
    return new OpenPgpKey(generateKeyPairSync('ed25519').privateKey, userId, createdAt);
  }

  /** The key again that {@link secret} gave; throws for anything else. */
  static of(secret: JsonWebKey, userId: string, createdAt: number): OpenPgpKey {
    return new OpenPgpKey(createPrivateKey({ key: secret, format: 'jwk' }), userId, createdAt);
  }

  /** The secret part, to be kept. */
  secret(): JsonWebKey {
    return this.#secret.export({ format: 'jwk' });
  }

  /**
   * A signed message with its content in it, as `gpg --sign` makes it, not compressed.
   * @param shown what the message holds in place of what was signed: a forgery
   */
  message(content: Uint8Array, options: SigningOptions, shown = content): Buffer {
    const onePass = Buffer.concat([
      Buffer.from([3, kinds.binary, sha256, eddsa]),
      this.#keyId(),
      // The last (and only) signature.
      Buffer.from([1]),
    ]);
    const literal = Buffer.concat([Buffer.from('b'), Buffer.from([0]), uint32(options.at / 1000), shown]);
    return Buffer.concat([
      packet(tags.onePassSignature, onePass),
      packet(tags.literalData, literal),
      this.detached(content, options),
    ]);
  }

  /** A signature alone, as `gpg --detach-sign` makes it. */
  detached(content: Uint8Array, options: SigningOptions): Buffer {
    return this.#sign(kinds.binary, content, options, []);
  }

  #keyId(): Buffer {
    return Buffer.from(this.fingerprint, 'hex').subarray(-8);
  }

  /** The key as fingerprint and certifications take it (RFC 9580, sections 5.5.4.2 and 5.2.4). */
  #hashed(): Buffer {
    return Buffer.concat([Buffer.from([0x99]), uint16(this.#body.length), this.#body]);
  }

  #certified(userId: Buffer, at: number): Buffer {
    const signed = Buffer.concat([this.#hashed(), Buffer.from([0xb4]), uint32(userId.length), userId]);
    const flags = subpacket(27, Buffer.from([certifyAndSign]));
    const certification = this.#sign(kinds.positiveCertification, signed, { at }, [flags]);
    return Buffer.concat([packet(tags.publicKey, this.#body), packet(tags.userId, userId), certification]);
  }

  #sign(kind: number, content: Uint8Array, { at, seconds }: SigningOptions, more: readonly Buffer[]): Buffer {
    const subpackets = Buffer.concat([
      // Issuer fingerprint, creation time, expiration time (RFC 9580, sections 5.2.3.35, .11, .18)
      subpacket(33, Buffer.from(`04${this.fingerprint}`, 'hex')),
      subpacket(2, uint32(at / 1000)),
      ...(seconds === undefined ? [] : [subpacket(3, uint32(seconds))]),
      ...more,
    ]);
    const head = Buffer.concat([Buffer.from([4, kind, eddsa, sha256]), uint16(subpackets.length), subpackets]);
    const trailer = Buffer.concat([Buffer.from([4, 0xff]), uint32(head.length)]);
    const digest = createHash('sha256').update(content).update(head).update(trailer).digest();
    const signature = sign(null, digest, this.#secret);
    // The key ID is a hint, which anybody may know: it is not signed.
    const hint = subpacket(16, this.#keyId());
    return packet(
      tags.signature,
      Buffer.concat([
        head,
        uint16(hint.length),
        hint,
        digest.subarray(0, 2),
        multiprecision(signature.subarray(0, 32)),
        multiprecision(signature.subarray(32)),
      ]),
    );
  }
}
