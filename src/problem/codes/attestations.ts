import type { CodeEntry } from './code-entry.ts';

/** Attestations: who says of an image that it is the vendor's, and whether that can be believed. */
export const attestationCodes = {
  'attestation-key-unusable': {
    means:
      'The public key that attestations are checked with cannot be used: no key, a secret one, several, or another one.',
    cure: 'Name a file with one OpenPGP public key (gpg --export --armor), or say by its fingerprint which one of several is meant.',
  },
  'attestation-not-fetched': {
    means: 'The attestations of an image could not be fetched: the server failed, or sends on to another place.',
    cure: 'Try again later; else check attestations.url. Nothing is known of the image: that is not the same as having none.',
  },
  'attestation-address-unknown': {
    means: 'The server of attestations does not know the address: no such project or note.',
    cure: 'Check attestations.url: it ends with /projects/<project>/notes/<note>/occurrences.',
  },
  'attestation-answer-malformed': {
    means:
      'What came from the address of the attestations is no list of Grafeas occurrences: a login or error page, as a rule.',
    cure: 'Check attestations.url and the proxy on the way.',
  },
  'attestation-answer-too-large': {
    means: 'The list of attestations of one image is longer than any real one.',
    cure: 'Check attestations.url: the server may not know the filter and list what it has of all images.',
  },
  'attestation-pages-endless': {
    means: 'The list of attestations names a page as its next that was read before.',
    cure: 'That is a defect of the server of attestations: whoever runs it can correct it.',
  },
  'attestation-missing': {
    means: 'The server of attestations has none for this image.',
    cure: 'Check that the vendor has released this very digest. Where no attestation is due, exempt the image with a reason.',
  },
  'attestation-unlinked': {
    means:
      'An image that is promoted is not the digest that the release names, and whether it is made of that could not be told.',
    cure: 'Promote where the source of the release can be read: then the attestation of the released digest counts.',
  },
  'attestation-malformed': {
    means: 'An attestation is there, but it is no OpenPGP, or broken, or does not say which image it is of.',
    cure: 'The vendor signs with gpg --sign (payload inside) or gpg --detach-sign (payload beside).',
  },
  'attestation-empty': {
    means: 'An attestation is there without a signature, or with a detached one and nothing beside it that is signed.',
    cure: 'The vendor has to attest again.',
  },
  'attestation-cut-short': {
    means: 'The signature of an attestation ends before its end.',
    cure: 'The vendor has to attest again; a field that was too short for it is a usual cause.',
  },
  'attestation-too-large': {
    means:
      'An attestation is larger than any real one, or grows to it when it is unpacked, or has too many signatures.',
    cure: 'Do not release the image before the vendor has said what that is.',
  },
  'attestation-unsupported': {
    means: 'The attestation is of a kind that is not read: DSSE, JWT, PKIX, an old signature, BZip2.',
    cure: 'The vendor signs with OpenPGP: gpg --sign or gpg --detach-sign, without --textmode and --compress-algo bzip2.',
  },
  'attestation-cleartext': {
    means: 'The attestation is a cleartext signature, whose text can be read in more than one way.',
    cure: 'The vendor signs with gpg --sign or gpg --detach-sign, without --clear-sign.',
  },
  'attestation-ambiguous': {
    means: 'The attestation is more than one signed message: several, or one with parts that nobody has signed.',
    cure: 'Do not release the image before the vendor has said what that is: it is how signatures are forged.',
  },
  'attestation-signer-unknown': {
    means: 'The attestation is signed, but with another key than the configured one.',
    cure: 'Compare the fingerprints. A new key, or a new sub-key, comes from the vendor by a way that you trust.',
  },
  'attestation-algorithm-weak': {
    means:
      'The signature rests on an algorithm that can be forged (MD5, SHA-1, RIPEMD, DSA, RSA below 2,048 bits) or is not known.',
    cure: 'The vendor has to sign again: SHA-256 or better, with RSA of 2,048 bits or more, or an elliptic curve.',
  },
  'attestation-signature-bad': {
    means: 'The signature names the configured key, but does not fit the signed bytes: one of the two was changed.',
    cure: 'Do not release the image. Tell the vendor.',
  },
  'attestation-signature-expired': {
    means: 'The signature was made to end at a date, which has passed.',
    cure: 'Ask the vendor for a new attestation.',
  },
  'attestation-signature-early': {
    means: 'The signature bears a date that is yet to come, or lies before its key was made.',
    cure: 'Check the clock of this machine; else the vendor has to sign again.',
  },
  'attestation-key-not-for-signing': {
    means: 'The signature was made with a part of the configured key that must not sign.',
    cure: 'The vendor signs with a sub-key that is for signing, or publishes the key anew.',
  },
  'attestation-key-revoked': {
    means:
      'The key of the signature was revoked: before it signed, or as compromised, which voids all that it ever signed.',
    cure: 'Ask the vendor for the new key, and for attestations signed with it.',
  },
  'attestation-key-expired': {
    means: 'The signature was made after its key had expired.',
    cure: 'If the vendor has prolonged the key, export it again; else the vendor has to sign again.',
  },
  'attestation-payload-malformed': {
    means: 'The configured key has signed something that is no payload of an attestation.',
    cure: 'The payload is JSON with critical.image, critical.identity and critical.type.',
  },
  'attestation-payload-type': {
    means: 'The signed payload is of a type that is not accepted.',
    cure: 'Check with the vendor what it stands for.',
  },
  'attestation-other-digest': {
    means: 'The signature is good, but for another image: the signed payload names another digest.',
    cure: 'Do not release the image. Check the digest in release.json against what the vendor has published.',
  },
  'attestation-other-image': {
    means: 'The signature is good and names this digest, but in another repository or at another registry.',
    cure: 'Name the source in release.json as the vendor does. A copy nearer to you is a mirror: registries.<host>.mirror.',
  },
} as const satisfies Record<string, CodeEntry>;
