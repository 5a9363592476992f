import { MessageFault } from './message-fault.ts';

const block =
  /^-----BEGIN PGP (?:MESSAGE|SIGNATURE)-----[ \t]*\r?\n((?:[A-Za-z][A-Za-z0-9-]*: [^\r\n]*\r?\n)*)[ \t]*\r?\n([A-Za-z0-9+/=\r\n \t]+?)\r?\n?-----END PGP (?:MESSAGE|SIGNATURE)-----\s*$/;
/** RFC 9580, 6.1: a checksum of 24 bits in a line of its own. It protects nothing and readers need not look at it. */
const checksum = /\r?\n=[A-Za-z0-9+/]{4}[ \t]*$/;

/** Whether a text is meant to be ASCII armor, whole or not. */
export function isArmored(text: string): boolean {
  return text.trimStart().startsWith('-----BEGIN PGP ');
}

/**
 * The base64 part of ASCII armor (RFC 9580, 6.2): one block that is the whole text, since nothing before or after it would be signed.
 * @throws MessageFault
 */
export function dearmor(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('-----BEGIN PGP SIGNED MESSAGE-----')) {
    const why = 'it is a cleartext signature (gpg --clear-sign), whose text can be read in more than one way';
    throw new MessageFault('attestation-cleartext', why);
  }
  const begins = trimmed.split('-----BEGIN PGP ').length - 1;
  if (begins > 1) {
    throw new MessageFault(
      'attestation-ambiguous',
      `it holds ${begins} armored blocks, of which only one can be meant`,
    );
  }
  if (/^-----BEGIN PGP (?!MESSAGE-----|SIGNATURE-----)/.test(trimmed)) {
    throw new MessageFault('attestation-unsupported', 'it is armored OpenPGP, but no message or signature');
  }
  if (!trimmed.includes('-----END PGP '))
    throw new MessageFault('attestation-cut-short', 'its ASCII armor is cut short');
  const body = block.exec(trimmed)?.[2];
  if (body === undefined) throw new MessageFault('attestation-malformed', 'its ASCII armor is broken');
  return body.trimEnd().replace(checksum, '');
}
