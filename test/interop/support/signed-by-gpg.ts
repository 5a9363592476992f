import { deflateSync } from 'node:zlib';
import { attestedDigest, attestedRepository, payloadFor, type SignedByGpg } from '../../support/attestations.ts';
import type { GnuPg } from './gnupg.ts';

const made = '20250101';
const day = '20250201';
const later = '20250601';
const uncompressed = ['-z', '0', '--sign'];

/** Public keys, and all that can be signed with them well and badly, by the real gpg. Dates are fixed: all of it is of 2025. */
export function signedByGpg(gpg: GnuPg): SignedByGpg {
  const keys: Record<string, string> = {};
  const signed: Record<string, SignedByGpg['signed'][string]> = {};
  const good = payloadFor({});
  const sign = (key: string, args: readonly string[] = ['--sign'], data: string | Uint8Array = good, on = day) =>
    gpg.run(on, ['--local-user', `${key}!`, ...args], data);
  const armored = (bytes: Uint8Array, label = 'MESSAGE') =>
    `-----BEGIN PGP ${label}-----\n\n${Buffer.from(bytes).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PGP ${label}-----\n`;
  const put = (name: string, key: string, signature: string | Uint8Array, payload?: string) => {
    const text = typeof signature === 'string' ? signature : Buffer.from(signature).toString('base64');
    signed[name] = {
      key,
      text,
      ...(payload === undefined ? {} : { payload: Buffer.from(payload).toString('base64') }),
    };
  };

  const rsa = gpg.key(made, 'rsa', 'rsa3072', 'sign');
  const ed = gpg.key(made, 'ed', 'ed25519', 'sign');
  const stranger = gpg.key(made, 'stranger', 'ed25519', 'sign');
  keys.rsa = gpg.publicKey(rsa);
  keys.ed = gpg.publicKey(ed);
  keys.both = gpg.publicKey(rsa) + gpg.publicKey(ed);
  keys.secret = gpg
    .run(day, ['--armor', '--export-secret-keys', stranger])
    .toString()
    // What is committed must be no secret: the block is a stump, whose label is all that is looked at first.
    .replace(/\n\n[\s\S]*?\n-----END/, '\n\n-----END');

  for (const [name, key] of [
    ['rsa', rsa],
    ['ed', ed],
  ] as const) {
    const text = sign(key, ['--armor', '--sign']).toString();
    put(`${name}, armored`, name, text);
    put(`${name}, base64 of armored`, name, Buffer.from(text));
    put(`${name}, base64 of binary`, name, sign(key));
    put(`${name}, armored, not compressed`, name, sign(key, ['--armor', ...uncompressed]).toString());
    put(`${name}, binary, not compressed`, name, sign(key, uncompressed));
    put(`${name}, compressed by ZLIB`, name, sign(key, ['--compress-algo', 'zlib', '--sign']));
    put(`${name}, detached, armored`, name, sign(key, ['--armor', '--detach-sign']).toString(), good);
    put(`${name}, detached, base64 of armored`, name, sign(key, ['--armor', '--detach-sign']), good);
    put(`${name}, detached, base64 of binary`, name, sign(key, ['--detach-sign']), good);
  }
  put('long payload in parts', 'rsa', sign(rsa, uncompressed, payloadFor({}, ' '.repeat(9_000))));
  put('several signers, one of them configured', 'rsa', sign(rsa, ['--local-user', stranger, '--sign']));
  put(
    'signed long ago in a way that stays good',
    'rsa',
    sign(rsa, ['--digest-algo', 'SHA512', '--sign'], good, '20250102'),
  );
  put('reference with a tag', 'rsa', sign(rsa, ['--sign'], payloadFor({ reference: `${attestedRepository}:1.2.3` })));
  put(
    'type in other letters',
    'rsa',
    sign(rsa, ['--sign'], payloadFor({ type: 'GOOGLE CLOUD BINAUTHZ CONTAINER SIGNATURE' })),
  );

  // What the key has signed, but not for this image.
  put('other digest', 'rsa', sign(rsa, ['--sign'], payloadFor({ digest: `sha256:${'b'.repeat(64)}` })));
  put('digest of another algorithm', 'rsa', sign(rsa, ['--sign'], payloadFor({ digest: `sha512:${'a'.repeat(128)}` })));
  put(
    'other digest in the reference',
    'rsa',
    sign(rsa, ['--sign'], payloadFor({ reference: `${attestedRepository}@sha256:${'b'.repeat(64)}` })),
  );
  put('other image', 'rsa', sign(rsa, ['--sign'], payloadFor({ reference: 'registry.vendor.test/vault/other' })));
  put('other host', 'rsa', sign(rsa, ['--sign'], payloadFor({ reference: 'registry.elsewhere.test/vault/core' })));
  put('longer path', 'rsa', sign(rsa, ['--sign'], payloadFor({ reference: `${attestedRepository}/more` })));
  put('no reference', 'rsa', sign(rsa, ['--sign'], payloadFor({ reference: '' })));
  put('other type', 'rsa', sign(rsa, ['--sign'], payloadFor({ type: 'a draft' })));
  put('no JSON', 'rsa', sign(rsa, ['--sign'], `${attestedRepository}@${attestedDigest}`));
  put('JSON without digest', 'rsa', sign(rsa, ['--sign'], '{"critical":{"type":"atomic container signature"}}'));
  put('JSON without reference', 'rsa', sign(rsa, ['--sign'], good.replace('docker-reference', 'reference')));
  put('signed twice over', 'rsa', sign(rsa, ['--sign'], sign(rsa)));

  // Keys that do not count.
  put('other key', 'rsa', sign(stranger));
  put('other key beside the configured one in a file', 'ed', sign(rsa));
  put('other key, detached', 'rsa', sign(stranger, ['--detach-sign']), good);

  const sub = gpg.key(made, 'sub', 'ed25519', 'cert');
  gpg.run(made, ['--quick-add-key', sub, 'ed25519', 'sign', 'never']);
  gpg.run(made, ['--quick-add-key', sub, 'rsa3072', 'sign', 'never']);
  const [bound = '', second = ''] = gpg.subkeys(sub);
  keys.sub = gpg.publicKey(sub);
  put('sub-key', 'sub', sign(bound));
  put('second sub-key, detached', 'sub', sign(second, ['--detach-sign']), good);
  gpg.run(made, ['--quick-add-key', sub, 'ed25519', 'sign', 'never']);
  const [, , added = ''] = gpg.subkeys(sub);
  put('sub-key that the configured key does not have', 'sub', sign(added));
  // The key as published later: one sub-key superseded, one turned to another use.
  gpg.answer('20250301', ['--edit-key', sub], ['key 1', 'revkey', 'y', '2', 'superseded', '', 'y', 'save']);
  put('sub-key before it was superseded', 'sub, later', signed['sub-key']?.text ?? '');
  put('sub-key that has lost the right to sign', 'sub, later', sign(second));
  gpg.answer('20250301', ['--edit-key', sub], ['key 2', 'change-usage', 'S', 'E', 'Q', 'save']);
  keys['sub, later'] = gpg.publicKey(sub);

  const ending = gpg.key(made, 'ending', 'ed25519', 'sign');
  put('before the key expired', 'ending', sign(ending));
  put('after the key expired', 'ending', sign(ending, ['--sign'], good, later));
  put('key prolonged since', 'ending, prolonged', sign(ending, ['--sign'], good, later));
  // gpg replaces what the key said before; whoever keeps both has them side by side.
  for (const [name, on, end] of [
    ['ending', '20250102', '20250301T000000'],
    ['ending, prolonged', '20250201', '20271231T000000'],
  ] as const) {
    const before = gpg.publicKey(ending);
    gpg.run(on, ['--quick-set-expire', ending, end]);
    gpg.run(on, ['--import'], before);
    keys[name] = gpg.publicKey(ending);
  }

  const compromised = gpg.key(made, 'compromised', 'ed25519', 'sign');
  put('key revoked without a reason', 'compromised', sign(compromised));
  gpg.revoke('20250301', compromised, '0');
  keys.compromised = gpg.publicKey(compromised);

  const retired = gpg.key(made, 'retired', 'ed25519', 'sign');
  put('before the key was retired', 'retired', sign(retired));
  put('after the key was retired', 'retired', sign(retired, ['--sign'], good, later));
  const stolen = gpg.key(made, 'stolen', 'ed25519', 'sign');
  put('key revoked as stolen', 'stolen', sign(stolen));
  gpg.revoke('20250301', retired, '3');
  gpg.revoke('20250301', stolen, '1');
  keys.retired = gpg.publicKey(retired);
  keys.stolen = gpg.publicKey(stolen);

  // Somebody else was given the right to revoke it, and keeps it or uses it.
  const guard = gpg.key(made, 'guard', 'ed25519', 'sign');
  for (const name of ['guarded', 'guarded, revoked']) {
    const own = gpg.key(made, name.replace(', ', '-'), 'ed25519', 'sign');
    put(
      name === 'guarded' ? 'key with a designated revoker' : 'key revoked by its designated revoker',
      name,
      sign(own),
    );
    gpg.answer('20250102', ['--edit-key', own], ['addrevoker', guard, 'y', 'save']);
    if (name !== 'guarded') {
      const asked = ['--armor', '--local-user', guard, '--desig-revoke', own];
      gpg.run('20250301', ['--import'], gpg.answer('20250301', asked, ['y', '1', '', 'y']));
    }
    keys[name] = gpg.publicKey(own);
  }

  // What becomes of a primary key becomes of its sub-keys.
  for (const name of ['ended', 'broken']) {
    const primary = gpg.key(made, name, 'ed25519', 'cert');
    gpg.run(made, ['--quick-add-key', primary, 'ed25519', 'sign', 'never']);
    const [own = ''] = gpg.subkeys(primary);
    if (name === 'ended') {
      put('sub-key before its primary key expired', name, sign(own));
      put('sub-key after its primary key expired', name, sign(own, ['--sign'], good, later));
      gpg.run('20250102', ['--quick-set-expire', primary, '20250301T000000']);
    } else {
      put('sub-key of a key that was revoked', name, sign(own));
      gpg.revoke('20250301', primary, '0');
    }
    keys[name] = gpg.publicKey(primary);
  }

  // Signatures that do not count.
  const short = gpg.key(made, 'short', 'rsa1024', 'sign');
  keys.short = gpg.publicKey(short);
  put('RSA of 1024 bits', 'short', sign(short));
  const dsa = gpg.key(made, 'dsa', 'dsa2048', 'sign');
  keys.dsa = gpg.publicKey(dsa);
  put('DSA', 'dsa', sign(dsa));
  put('SHA-1', 'rsa', sign(rsa, ['--digest-algo', 'SHA1', '--sign']));
  put('RIPEMD-160', 'rsa', sign(rsa, ['--digest-algo', 'RIPEMD160', '--sign']));
  put('signature for a day', 'rsa', sign(rsa, ['--default-sig-expire', '1d', '--sign']));
  put('signature from the future', 'rsa', sign(rsa, ['--sign'], good, '20270101'));
  put('signature older than its key', 'rsa', sign(rsa, ['--ignore-time-conflict', '--sign'], good, '20241201'));
  put(
    'detached, over another payload',
    'rsa',
    sign(rsa, ['--detach-sign']),
    payloadFor({ type: 'atomic container signature' }),
  );
  put('detached, payload written anew', 'rsa', sign(rsa, ['--detach-sign']), good.trimEnd());
  put('detached, no payload', 'rsa', sign(rsa, ['--detach-sign']));
  put('text signature', 'rsa', sign(rsa, ['--textmode', '--sign']));

  // Messages that are something else than they seem.
  const plain = sign(rsa, uncompressed);
  const swapped = Buffer.from(plain.toString('latin1').replace('a'.repeat(64), 'b'.repeat(64)), 'latin1');
  const evil = payloadFor({ digest: `sha256:${'b'.repeat(64)}` });
  const literal = gpg.run(day, ['-z', '0', '--store'], good);
  const clear = sign(rsa, ['--clear-sign']).toString();
  put('payload changed', 'rsa', swapped);
  put('cut short', 'rsa', plain.subarray(0, -20));
  put('cut short, compressed', 'rsa', sign(rsa).subarray(0, -20));
  put('cut short, armored', 'rsa', sign(rsa, ['--armor', '--sign']).toString().slice(0, -80));
  put('signature cut off', 'rsa', literal);
  put('two messages', 'rsa', Buffer.concat([plain, sign(rsa, uncompressed, evil)]));
  put('two messages, compressed', 'rsa', Buffer.concat([sign(rsa), sign(rsa, ['--sign'], evil)]));
  put('two armored messages', 'rsa', sign(rsa, ['--armor', '--sign']).toString().repeat(2));
  put('unsigned data before', 'rsa', Buffer.concat([literal, plain]));
  put('unsigned data after', 'rsa', Buffer.concat([plain, literal]));
  put('a signature more than announced', 'rsa', Buffer.concat([plain, sign(stranger, ['--detach-sign'])]));
  put('text before the armor', 'rsa', `${good}\n${sign(rsa, ['--armor', '--sign']).toString()}`);
  put('cleartext signature', 'rsa', clear);
  put('cleartext swapped', 'rsa', clear.replace('a'.repeat(64), 'b'.repeat(64)));
  put('signature packet of version 3', 'rsa', withVersion(plain, 3));
  put('signature packet of version 6', 'rsa', withVersion(plain, 6));
  put('compressed by BZip2', 'rsa', sign(rsa, ['--compress-algo', 'bzip2', '--sign']));
  put('compressed twice', 'rsa', compressed(compressed(plain)));
  put('compressed to grow', 'rsa', compressed(literalPacket(Buffer.alloc(5_000_000))));
  put('a key', 'rsa', keys.rsa ?? '');
  put('encrypted', 'rsa', gpg.run(day, ['--passphrase', 'a word', '--symmetric'], good));
  put('armor around nothing', 'rsa', armored(new Uint8Array()));
  put('a web page', 'rsa', Buffer.from('<!doctype html><title>Sign in</title>'));
  put('no base64', 'rsa', 'pgp: ****');
  put('empty', 'rsa', '');
  return { keys, signed };
}

/** The signature packet is the last one of the message; its header has a length of two octets. */
function withVersion(message: Buffer, version: number): Buffer {
  const changed = Buffer.from(message);
  const at = changed.lastIndexOf(Buffer.from([4, 0, 1]));
  if (at < 0) throw new Error('There is no signature packet of version 4');
  changed[at] = version;
  return changed;
}

/** RFC 9580, 5.6: a packet of indeterminate length. */
function compressed(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0xa3, 2]), deflateSync(bytes, { level: 9 })]);
}

function literalPacket(data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length + 6);
  return Buffer.concat([Buffer.from([0xcb, 0xff]), length, Buffer.from([0x62, 0, 0, 0, 0, 0]), data]);
}
